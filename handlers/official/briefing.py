"""`/tonghop linhvuc …`: half a page on one field of life for the chair, every sentence with the codes it came from.

Matters are what officials merged and residents joined (handlers/official/merging.py); a suggestion merges nothing here.
The sentences are pieces of the texts themselves (handlers/understanding/briefing.py). Nothing protected, and no names.
"""

from collections.abc import Mapping, Sequence

from handlers.official.words import KINDS, Words
from handlers.texts import N_
from handlers.understanding.briefing import Matter, Voice, brief
from storage import concern_groups, likenesses, offices, summaries
from storage.records import Concern, Kind

MOST_MATTERS = 8
MOST_CODES = 8


def briefing_text(words: Words, session_id: int | None, topic: str) -> str:
    """The briefing on one topic of a session (None: of what came outside any), in one language."""
    texts = words.texts
    found = {concern.code: concern for concern in summaries.every(words.tx, words.office.id, session_id)}
    made = brief(topic, voices(words, session_id, list(found.values())))
    own = [found[code] for matter in made.matters for code in matter.codes]
    parts = [texts.t(N_("briefing.heading"), topic=words.topic(topic))]
    if not own:
        return "\n\n".join([*parts, texts.t(N_("summary.nothing"))])
    parts.append(_figures(words, own, len(made.matters), made.places, made.kinds))
    shown = made.matters[:MOST_MATTERS]
    parts += [f"{place}. {_line(words, matter, found)}" for place, matter in enumerate(shown, 1)]
    if rest := made.matters[MOST_MATTERS:]:
        codes = [code for matter in rest for code in matter.codes]
        parts.append(texts.tn("briefing.more", len(rest), codes=_codes(words, codes, 3 * MOST_CODES)))
    return "\n\n".join(parts)


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


def _figures(
    words: Words, own: Sequence[Concern], matters: int, places: Mapping[str, int], kinds: Mapping[str, int]
) -> str:
    texts = words.texts
    persons = texts.number(len({concern.person_id for concern in own}))
    named = {texts.t(KINDS[Kind(kind)]): n for kind, n in kinds.items()}
    lines = [
        texts.tn("briefing.figures", len(own), persons=persons, matters=texts.number(matters)),
        texts.t(N_("briefing.places"), places=_tally(words, places)),
        texts.t(N_("briefing.kinds"), kinds=_tally(words, named)),
    ]
    again = likenesses.recurring_among(words.tx, words.office.id, [concern.id for concern in own])
    if again:
        codes = [concern.code for concern in own if concern.id in again]
        lines.append(texts.tn("briefing.recurring", len(codes), codes=_codes(words, codes, MOST_CODES)))
    return "\n".join(lines)


def _tally(words: Words, counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name}: {words.texts.number(n)}" for name, n in counts.items())


def _line(words: Words, matter: Matter, found: Mapping[str, Concern]) -> str:
    """One sentence of the texts themselves, the code it came from first, then those that say the same."""
    sentence = matter.sentence
    text = words.texts.t(N_("briefing.no_words"))
    if sentence is not None:
        text = f"{sentence.text}…" if sentence.cut else sentence.text
    codes = sorted(matter.codes, key=lambda code: (sentence is None or code != sentence.code, code))
    persons = len({found[code].person_id for code in matter.codes})
    who = words.texts.tn("briefing.voices", persons, places=_tally(words, matter.places))
    return f"{text} ({who}) [{_codes(words, codes, MOST_CODES)}]"


def _codes(words: Words, codes: list[str], most: int) -> str:
    shown = ", ".join(codes[:most])
    left = len(codes) - most
    return " ".join([shown, words.texts.tn("briefing.more_codes", left)]) if left > 0 else shown
