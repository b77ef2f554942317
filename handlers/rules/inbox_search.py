"""Words that an official looks for in the inbox, as they are typed and as they stand on a button. Pure."""

from dataclasses import dataclass

from handlers.understanding.normalise import fold

FIND = "tim"
"""`/ykien tim giao thông` looks for words even where they name a topic or a hamlet."""
FIND_NEWEST = "timmoi"
MOST_BYTES = 56
"""What is left of a button's 64 bytes after «/ykien »."""


@dataclass(frozen=True, kw_only=True)
class Sought:
    """`newest`: newest first, else best first. `before`: the number of the last concern on the page before."""

    text: str
    newest: bool = False
    before: int | None = None

    def words(self) -> str:
        """This search as words that `read_sought` reads back; nothing where a button has no room for them."""
        mark = FIND_NEWEST if self.newest else FIND
        after = "" if self.before is None else f"sau:{self.before} "
        written = f"{mark} {after}{self.text}"
        return written if len(written.encode()) <= MOST_BYTES else ""


def read_sought(text: str) -> Sought | None:
    """The search that these words ask for, or None when they do not begin as one."""
    mark, _, rest = text.strip().partition(" ")
    if fold(mark) not in {FIND, FIND_NEWEST} or not rest.strip():
        return None
    first, _, others = rest.strip().partition(" ")
    number = first.removeprefix("sau:")
    paged = first != number and number.isdecimal() and bool(others.strip())
    return Sought(
        text=others.strip() if paged else rest.strip(),
        newest=fold(mark) == FIND_NEWEST,
        before=int(number[:12]) if paged else None,
    )
