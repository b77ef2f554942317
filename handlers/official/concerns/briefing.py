"""`/tonghop linhvuc …`: half a page on one field of life for the chair, or on all, every sentence with its codes.

Matters are what officials merged and residents joined (handlers/official/concern_groups/merging.py); a suggestion
merges nothing here.
The sentences are pieces of the texts themselves (handlers/understanding/briefing.py). Nothing protected, and no names.
"""

from collections.abc import Mapping, Sequence

from handlers.official.concerns.briefing_words import session_text, topic_text
from handlers.official.words import Words
from handlers.texts import N_
from handlers.understanding.briefing import Voice, brief, summarise_session
from storage import concern_groups, likenesses, offices, summaries
from storage.records import Concern


def briefing_text(words: Words, session_id: int | None, topic: str) -> str:
    """The briefing on one topic of a session (None: of what came outside any), in one language."""
    texts = words.texts
    found = summaries.every(words.tx, words.office.id, session_id)
    every = voices(words, session_id, found)
    heads = {voice.code: voice.topic for voice in every}
    made = brief(topic, [voice for voice in every if heads.get(voice.group, voice.topic) == topic])
    if not made.concerns:
        return "\n\n".join([words.topic(topic), texts.t(N_("summary.nothing"))])
    own = {code for matter in made.matters for code in matter.codes}
    ids = {concern.id: concern.code for concern in found if concern.code in own}
    again = likenesses.recurring_among(words.tx, words.office.id, list(ids))
    text = topic_text(made, words.topic, texts)
    if not again:
        return text
    codes = ", ".join(sorted(ids[one] for one in again))
    return "\n".join([text, texts.tn("briefing.recurring", len(again), codes=codes)])


def session_briefing(words: Words, session_id: int | None) -> str:
    """The sums of a session (None: of what came outside any) and the briefings on all its topics, in one language."""
    found = summaries.every(words.tx, words.office.id, session_id)
    return session_text(summarise_session(voices(words, session_id, found)), words.topic, words.texts)


def voices(words: Words, session_id: int | None, found: Sequence[Concern]) -> list[Voice]:
    """Concerns as a summary needs them, each with the representative that people chose for it."""
    heads = concern_groups.representatives(words.tx, words.office.id, session_id)
    codes = {concern.id: concern.code for concern in found}
    areas = {area.id: area.name for area in offices.areas(words.tx, words.office.id)}
    nowhere = words.area(None)
    return [
        Voice(
            code=concern.code,
            text=concern.text or concern.summary,
            topic=concern.topic,
            kind=concern.kind,
            group=_group(heads.get(concern.id), codes, concern),
            place=areas.get(concern.area_id or 0, nowhere),
            protected=concern.protected,
        )
        for concern in found
    ]


def _group(head: int | None, codes: Mapping[int, str], concern: Concern) -> str:
    """The representative's code; one that stands in another session names the group by its number."""
    return concern.code if head is None else codes.get(head, str(head))
