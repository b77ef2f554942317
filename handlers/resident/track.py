"""`/tracuu`: a person's own concerns, how far they are and what comes next. Nobody else's, by whatever code."""

from handlers.messages import Choice
from handlers.resident import suggestions
from handlers.resident.outlook import next_words
from handlers.resident.story import answers_words, state_words, story_words
from handlers.rules.codes import code_of, split_code, whole_code
from handlers.rules.concerns import is_own
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import attachments, concerns, offices
from storage.records import Attachment, AttachmentState, Concern

PAGE = 5
_OLDER = "sau"
_LOST = frozenset({AttachmentState.LOST, AttachmentState.REFUSED})


def tracuu(turn: Turn, argument: str = "") -> None:
    """All of one's own, a page at a time; with a code that one, whole."""
    word, _, rest = argument.partition(" ")
    if not argument:
        _page(turn, None)
    elif fold(word) == _OLDER:
        _page(turn, _number(turn, rest))
    else:
        _one(turn, argument)


def _number(turn: Turn, text: str) -> int | None:
    code, _ = split_code(text, turn.office.code)
    return int(code.rpartition("-")[2]) if code else None


def _page(turn: Turn, before: int | None) -> None:
    """The newest first, after those already shown (keyset: a page stays right while concerns are added)."""
    found = concerns.concerns_of_person(turn.tx, turn.office.id, turn.person.id, before_number=before, limit=PAGE + 1)
    if not found:
        none = N_("track.no_older") if before is not None else N_("track.none")
        turn.say(turn.t(none), [Choice(label=turn.t(N_("track.write")), value="/gopy")])
        return
    shown = found[:PAGE]
    choices = [Choice(label=one.code, value=f"/tracuu {one.code}") for one in shown]
    if len(found) > PAGE:
        older = code_of(turn.office.code, shown[-1].number)
        choices.append(Choice(label=turn.t(N_("track.older")), value=f"/tracuu {_OLDER} {older}"))
    lines = [_line(turn, one) for one in shown]
    turn.say("\n\n".join([turn.t(N_("track.yours")), *lines]), choices)


def _line(turn: Turn, concern: Concern) -> str:
    head = f"{concern.code}, {turn.texts.day(concern.created_at)}: {state_words(turn, concern)}"
    words = turn.t(N_("track.kept_closed")) if concern.protected else suggestions.short(concern.text, 80)
    return f"{head}\n{words or turn.t(N_('submit.no_words'))}"


def _one(turn: Turn, typed: str) -> None:
    """One concern, whole. Somebody else's code and one that does not exist get the same answer, and both are logged."""
    code = whole_code(typed, turn.office.code)
    concern = concerns.find_concern(turn.tx, turn.office.id, code) if code else None
    if concern is None or not is_own(concern, turn.person.id):
        turn.record("refused_code", "concern", after={"code": code or ""})
        turn.say(turn.t(N_("track.not_found"), example=code_of(turn.office.code, 42)))
        return
    parts = [
        _head(turn, concern),
        turn.t(N_("track.your_words"), text=concern.text) if concern.text else "",
        story_words(turn, concern),
        answers_words(turn, concern),
        next_words(turn, concern),
    ]
    every = Choice(label=turn.t(N_("track.all")), value="/tracuu")
    turn.say("\n\n".join(part for part in parts if part), [every])


def _head(turn: Turn, concern: Concern) -> str:
    area = offices.get_area(turn.tx, turn.office.id, concern.area_id) if concern.area_id is not None else None
    files = attachments.of_concern(turn.tx, turn.office.id, concern.id)
    lines = [
        turn.t(N_("track.sent"), code=concern.code, when=turn.texts.moment(concern.created_at)),
        turn.t(N_("submit.topic_line"), topic=suggestions.topic_label(turn.office, turn.texts, concern.topic)),
        turn.t(N_("submit.area_line"), area=area.name if area else turn.t(N_("submit.no_area"))),
        *_file_lines(turn, files),
        turn.t(N_("track.state_line"), state=state_words(turn, concern)),
    ]
    return "\n".join(lines)


def _file_lines(turn: Turn, files: list[Attachment]) -> list[str]:
    """How many files came with it, and honestly how many of them could not be kept."""
    lost = sum(file.state in _LOST for file in files)
    lines = [turn.t(N_("submit.files_line"), n=len(files))] if files else []
    return [*lines, turn.tn("track.files_lost", lost)] if lost else lines
