"""Words on conclusions: what one says of a concern, to the officials and to the resident who sent it."""

from collections.abc import Sequence

from handlers.official.sessions.words import held_words
from handlers.official.words import Words
from handlers.texts import N_
from storage.records import Concern, ConcernState, Conclusion, ConclusionItem, Outcome, Session

PAGE = 12
OUTCOMES = {
    Outcome.ANSWERED: N_("conclude.outcome.answered"),
    Outcome.ASSIGNED: N_("conclude.outcome.assigned"),
    Outcome.FORWARDED: N_("conclude.outcome.forwarded"),
    Outcome.OUT_OF_REMIT: N_("conclude.outcome.out_of_remit"),
}
Pair = tuple[Concern, ConclusionItem]


def item_words(words: Words, item: ConclusionItem) -> str:
    """What is decided of one concern, for officials: «giao Phòng Kinh tế, chậm nhất 25/12/2026»."""
    texts = words.texts
    if item.outcome is Outcome.ASSIGNED and item.due_on is not None:
        return texts.t(N_("conclude.item.assigned"), agency=words.agency(item.agency_id), day=texts.day(item.due_on))
    name = texts.t(OUTCOMES[item.outcome])
    return f"{name}: {item.note}" if item.note else name


def preview_text(words: Words, session: Session, conclusion: Conclusion, pairs: Sequence[Pair], first: bool) -> str:
    """A page of what is to be released: on the first the conclusion itself, then the concerns, a line each."""
    lines = [f"{concern.code}: {item_words(words, item)}" for concern, item in pairs]
    parts = [opening(words, session), conclusion.text] if first else []
    return "\n\n".join([*parts, "\n".join(lines)] if lines else parts)


def opening(words: Words, session: Session) -> str:
    """Which session is concluded, and when it was held."""
    held = held_words(words.texts, session)
    return words.texts.t(N_("conclude.opening"), office=words.office.name, title=session.title, held=held)


def notice_text(words: Words, session: Session, conclusion: Conclusion, pairs: Sequence[Pair]) -> str:
    """What a resident receives: the conclusion, and what becomes of their own concerns. No promise of a result."""
    parts = [opening(words, session), conclusion.text]
    if pairs:
        own = [f"{concern.code}: {_to_resident(words, concern, item)}" for concern, item in pairs]
        parts.append("\n".join([words.texts.tn("conclude.your_concerns", len(pairs)), *own]))
    return "\n\n".join(parts)


def _to_resident(words: Words, concern: Concern, item: ConclusionItem) -> str:
    texts, note = words.texts, item.note
    if item.outcome is Outcome.ASSIGNED and item.due_on is not None:
        agency, day = words.agency(item.agency_id), texts.day(item.due_on)
        return texts.t(N_("conclude.yours.assigned"), agency=agency, day=day)
    if item.outcome is Outcome.FORWARDED:
        text = texts.t(N_("conclude.yours.forwarded"))
    elif item.outcome is Outcome.OUT_OF_REMIT:
        text = texts.t(N_("conclude.yours.out_of_remit"), office=words.office.name)
    elif concern.state is ConcernState.ANSWERED and not note:
        return texts.t(N_("conclude.yours.answered_before"))
    else:
        text = texts.t(N_("conclude.yours.answered"))
    return f"{text} {note}" if note else text
