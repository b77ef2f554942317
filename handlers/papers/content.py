"""What every paper is made of: letterhead, signature, recipients. Frozen, cleaned when made.

Texts are NFC; characters that a document must not hold are replaced by a visible «\ufffd» (words.printable). A paper
carries public rows alone: what is made from a concern goes through `public_code`, which refuses a protected one.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from handlers.papers.numbers import ABBREVIATIONS, PaperType
from handlers.papers.words import bare_name, one_line, printable
from storage.records import Concern, Kind


def _cleaned(clean: Callable[[str], str]) -> BeforeValidator:
    """Cleans before the check of the type, which refuses a text with half a surrogate pair altogether."""
    return BeforeValidator(lambda value: clean(value) if isinstance(value, str) else value)


Text = Annotated[str, _cleaned(printable)]
"""Words in one or more lines."""
Line = Annotated[str, _cleaned(one_line)]
"""Words in one line."""
Filled = Annotated[str, Field(min_length=1), _cleaned(one_line)]
"""Words in one line, at least one."""
Code = Annotated[str, Field(pattern=r"^[A-Z]{2,5}-\d{4,}$")]
"""A concern's receipt code, «GM-0042»."""
Count = Annotated[int, Field(ge=0)]


class Part(BaseModel):
    """A frozen piece of a paper that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Closed(ValueError):
    """A protected concern was about to get into a paper. Names no concern: the error may be logged."""


def public_code(concern: Concern) -> str:
    """The code of a concern that may stand in a paper; a protected one, or a denunciation, is refused."""
    if concern.protected or concern.kind is Kind.DENUNCIATION:
        raise Closed("a protected concern never stands in a paper")
    return concern.code


class Letterhead(Part):
    """Who issues the paper, where, when, under which number.

    `mark` is the issuer's abbreviation in the number («UBND», «ĐU»); `number` and `issued` are None until the paper is
    released; `abbreviation` replaces the type's own («GM»), where an office uses another.
    """

    superior: Line = ""
    issuer: Filled
    mark: Filled
    place: Filled
    number: Annotated[int, Field(ge=1)] | None = None
    issued: date | None = None
    draft: bool = True
    abbreviation: Line = ""

    @model_validator(mode="after")
    def _a_draft_has_no_number(self) -> Self:
        if self.draft and self.number is not None:
            raise ValueError("a draft has no number: it gets one when it is released")
        return self


class Authority(StrEnum):
    """By what right somebody signs: TM., KT., TL., TUQ., Q. (NĐ 30); T/M, K/T, T/L, Q. (Party)."""

    ON_BEHALF = "TM"
    DEPUTY = "KT"
    BY_ORDER = "TL"
    BY_MANDATE = "TUQ"
    ACTING = "Q"


class Standing(Part):
    """One line of authority: «TM. ỦY BAN NHÂN DÂN», «KT. CHỦ TỊCH»."""

    authority: Authority
    body: Filled


class Signature(Part):
    """Who signs: lines of authority, the position, the name without titles and degrees."""

    standing: tuple[Standing, ...] = ()
    position: Line = ""
    name: Annotated[str, _cleaned(bare_name)] = ""


Purpose = Literal["report", "implement", "know", "file"]


class Recipient(Part):
    """A line of «Nơi nhận». `remark` replaces what stands in brackets behind the name; for `file` the name is where
    the paper is kept («VT», «Văn phòng Đảng ủy»).
    """

    name: Filled
    purpose: Purpose = "know"
    remark: Line = ""


class Paper(Part):
    """What every issued paper has. `automatic` until a person released it: the draft says that a machine wrote it.

    `ending` closes the text: «./.» (NĐ 30, and the Party plans seen), or «.» as the HD 05 guide has it.
    """

    paper_type: ClassVar[PaperType | None] = None
    type_name: ClassVar[str] = ""

    letterhead: Letterhead
    signature: Signature = Signature()
    recipients: tuple[Recipient, ...] = ()
    legal_bases: tuple[Line, ...] = ()
    automatic: bool = True
    ending: Literal["./.", "."] = "./."

    @model_validator(mode="after")
    def _released_papers_are_complete(self) -> Self:
        head = self.letterhead
        if not head.draft and self.paper_type is not None and (head.number is None or head.issued is None):
            raise ValueError("a released paper has a number and a date")
        return self

    @property
    def abbreviation(self) -> str:
        """The abbreviation in the number: the office's own, or the type's."""
        return self.letterhead.abbreviation or (ABBREVIATIONS[self.paper_type] if self.paper_type else "")

    def released(self, number: int | None, issued: date) -> Self:
        """The same paper, no longer a draft: with its number and date, without «DỰ THẢO» and the machine's note."""
        head = self.letterhead.model_copy(update={"number": number, "issued": issued, "draft": False})
        return type(self).model_validate(
            {**dict(self), "letterhead": Letterhead.model_validate(dict(head)), "automatic": False}
        )
