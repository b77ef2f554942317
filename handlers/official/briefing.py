"""`/tonghop linhvuc …`: half a page on one field of life for the chair, every sentence with the codes it came from.

Matters are what officials merged (handlers/official/merging.py); a suggestion merges nothing here. Nothing protected.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from handlers import matching
from handlers.official.words import KINDS, Words
from handlers.texts import N_
from storage import concern_groups, likenesses, summaries
from storage.records import Concern

MOST_MATTERS = 8
MOST_CODES = 8


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What is one matter, its representative first, and how many persons raised it."""

    concerns: tuple[Concern, ...]
    voices: int


def matters_of(found: Iterable[Concern], heads: dict[int, int]) -> list[Matter]:
    """The matters of these concerns, those of most persons first; `heads` names representatives by concern id."""
    members: dict[int, list[Concern]] = {}
    for concern in found:
        members.setdefault(heads.get(concern.id, concern.id), []).append(concern)
    made = [_matter(head, of_one) for head, of_one in members.items()]
    return sorted(made, key=lambda matter: (-matter.voices, matter.concerns[0].id))


def _matter(head: int, found: list[Concern]) -> Matter:
    ordered = sorted(found, key=lambda concern: (concern.id != head, concern.id))
    return Matter(concerns=tuple(ordered), voices=len({concern.person_id for concern in ordered}))


def briefing_text(words: Words, session_id: int | None, topic: str) -> str:
    """The briefing on one topic of a session (None: of what came outside any), in one language."""
    texts = words.texts
    found = summaries.of_topic(words.tx, words.office.id, session_id, topic)
    heads = concern_groups.representatives(words.tx, words.office.id, session_id)
    matters = matters_of(found, heads)
    parts = [texts.t(N_("briefing.heading"), topic=words.topic(topic)), _figures(words, found, matters)]
    parts += [f"{place}. {_line(words, matter)}" for place, matter in enumerate(matters[:MOST_MATTERS], 1)]
    if rest := [concern.code for matter in matters[MOST_MATTERS:] for concern in matter.concerns]:
        parts.append(texts.tn("briefing.more", len(matters) - MOST_MATTERS, codes=_codes(words, rest, 3 * MOST_CODES)))
    return "\n\n".join(parts)


def _figures(words: Words, found: list[Concern], matters: list[Matter]) -> str:
    texts = words.texts
    if not found:
        return texts.t(N_("summary.nothing"))
    persons = len({concern.person_id for concern in found})
    lines = [
        texts.tn("briefing.figures", len(found), persons=texts.number(persons), matters=texts.number(len(matters))),
        texts.t(N_("briefing.places"), places=_tally(words, (words.area(c.area_id) for c in found))),
        texts.t(N_("briefing.kinds"), kinds=_tally(words, (texts.t(KINDS[c.kind]) for c in found))),
    ]
    again = likenesses.recurring_among(words.tx, words.office.id, [concern.id for concern in found])
    if again:
        codes = [concern.code for concern in found if concern.id in again]
        lines.append(texts.tn("briefing.recurring", len(codes), codes=_codes(words, codes, MOST_CODES)))
    return "\n".join(lines)


def _tally(words: Words, names: Iterable[str]) -> str:
    return ", ".join(f"{name} {words.texts.number(n)}" for name, n in Counter(names).most_common())


def _line(words: Words, matter: Matter) -> str:
    """One sentence of the texts themselves, the code it came from first, then those that say the same."""
    line, code = matching.central_line([(concern.code, concern.text) for concern in matter.concerns])
    line = line or words.texts.t(N_("briefing.no_words"))
    codes = [code, *(concern.code for concern in matter.concerns if concern.code != code)]
    places = _tally(words, (words.area(concern.area_id) for concern in matter.concerns))
    who = words.texts.tn("briefing.voices", matter.voices, places=places)
    return f"{line} ({who}) [{_codes(words, codes, MOST_CODES)}]"


def _codes(words: Words, codes: list[str], most: int) -> str:
    shown = ", ".join(codes[:most])
    left = len(codes) - most
    return " ".join([shown, words.texts.tn("briefing.more_codes", left)]) if left > 0 else shown
