"""What a session brought, for the chair: matters with one sentence each, topics with their matters, the whole table.

Pure: records in, records out, nothing of a database. A sentence is a piece of a text that came in, never reworded; it
greets nobody and names no person and no phone number. Everything says which codes it came from. Protected concerns are
refused: what must not be seen must not reach this module.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from handlers.rules.publication import without_names
from handlers.understanding.reading import read
from handlers.understanding.summary import bare_line
from handlers.understanding.units import place_units, weigh

LONGEST_SENTENCE = 180
"""A longer sentence is cut after a clause or a word."""
SHORTEST_SENTENCE = 12
MOST_TEXTS = 60
"""Of a larger matter so many texts are read for its sentence, the first ones."""
MOST_CHARACTERS = 4_000
MOST_SENTENCES = 12
WITH_MARKS = 1.25
"""A sentence typed with tone marks reads better: it is chosen before one as central without."""
_SENTENCE = re.compile(r"(?<=[.!?…;])\s+")
_CLAUSE = re.compile(r"(?<=[,;:])\s+")
_LETTER = re.compile(r"[^\W\d_]")


class ProtectedConcern(ValueError):
    """A protected concern was handed in; the message names no code."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """A concern as a summary needs it."""

    code: str
    text: str
    topic: str
    kind: str
    group: str
    """The code of the representative of its matter; its own code where it stands alone."""
    place: str = ""
    """The hamlet or street as the office names it; empty where none was said."""
    joined: int = 0
    """How many more said «tôi cũng vậy»."""
    protected: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A piece of a text (spaces made one), and the code it came from; `cut` where it goes on in the text."""

    text: str
    code: str
    cut: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Matter:
    """Several concerns that are one: who, how many, where, and in one sentence what (None where no clean one is)."""

    code: str
    """Of the representative."""
    codes: tuple[str, ...]
    topic: str
    sentence: Sentence | None
    voices: int
    """Concerns and those who joined them."""
    places: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Briefing:
    """A topic: its matters, those of most voices first, and its figures."""

    topic: str
    concerns: int
    voices: int
    matters: tuple[Matter, ...]
    places: Mapping[str, int]
    kinds: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionSummary:
    """The whole session: its topics, those of most concerns first, and the sums."""

    concerns: int
    voices: int
    matters: int
    briefings: tuple[Briefing, ...]
    places: Mapping[str, int]
    kinds: Mapping[str, int]


def summarise_session(voices: Iterable[Voice]) -> SessionSummary:
    """Return the summary of all concerns of a session; raises `ProtectedConcern`."""
    listed = _allowed(voices)
    by_topic: dict[str, list[Matter]] = {}
    for matter in matters(listed):
        by_topic.setdefault(matter.topic, []).append(matter)
    briefings = sorted((_briefing(topic, found) for topic, found in by_topic.items()), key=_by_size)
    return SessionSummary(
        concerns=len(listed),
        voices=sum(briefing.voices for briefing in briefings),
        matters=sum(len(briefing.matters) for briefing in briefings),
        briefings=tuple(briefings),
        places=_sum(briefing.places for briefing in briefings),
        kinds=_sum(briefing.kinds for briefing in briefings),
    )


def brief(topic: str, voices: Iterable[Voice]) -> Briefing:
    """Return the briefing on one topic; a matter belongs to the topic of its representative."""
    return _briefing(topic, [matter for matter in matters(_allowed(voices)) if matter.topic == topic])


def matters(voices: Iterable[Voice]) -> list[Matter]:
    """Return the matters, those of most voices first, then by code; raises `ProtectedConcern`."""
    members: dict[str, list[Voice]] = {}
    for voice in _allowed(voices):
        members.setdefault(voice.group, []).append(voice)
    return sorted((_matter(found) for found in members.values()), key=lambda matter: (-matter.voices, matter.code))


def _allowed(voices: Iterable[Voice]) -> list[Voice]:
    listed = sorted(voices, key=lambda voice: voice.code)
    if any(voice.protected for voice in listed):
        raise ProtectedConcern("a protected concern has no place in a summary")
    return listed


def _matter(voices: Sequence[Voice]) -> Matter:
    head = next((voice for voice in voices if voice.code == voice.group), voices[0])
    ordered = (head, *(voice for voice in voices if voice is not head))
    return Matter(
        code=head.code,
        codes=tuple(voice.code for voice in ordered),
        topic=head.topic,
        sentence=central_sentence([(voice.code, voice.text) for voice in ordered]),
        voices=sum(1 + voice.joined for voice in ordered),
        places=_count(voice.place for voice in ordered if voice.place),
        kinds=_count(voice.kind for voice in ordered),
    )


def _briefing(topic: str, found: Sequence[Matter]) -> Briefing:
    return Briefing(
        topic=topic,
        concerns=sum(len(matter.codes) for matter in found),
        voices=sum(matter.voices for matter in found),
        matters=tuple(found),
        places=_sum(matter.places for matter in found),
        kinds=_sum(matter.kinds for matter in found),
    )


def _by_size(briefing: Briefing) -> tuple[int, str]:
    return (-briefing.concerns, briefing.topic)


def _count(names: Iterable[str]) -> dict[str, int]:
    return _ordered(Counter(names))


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return _ordered(total)


def _ordered(count: Counter[str]) -> dict[str, int]:
    return dict(sorted(count.items(), key=lambda row: (-row[1], row[0])))


def central_sentence(texts: Sequence[tuple[str, str]]) -> Sentence | None:
    """Return the sentence that says most of what (code, text) pairs have in common; None where none is clean."""
    read_texts = [(code, sentences(text)) for code, text in texts[:MOST_TEXTS]]
    weighed = [(sentence, _weights(sentence.text)) for code, found in read_texts for sentence in _named(code, found)]
    whole: Counter[str] = Counter()
    for _, weights in weighed:
        whole.update(weights)
    best = max(weighed, key=lambda row: _centrality(row, whole), default=None)
    return best[0] if best else None


def _named(code: str, found: Iterable[tuple[str, bool]]) -> list[Sentence]:
    return [Sentence(text=text, code=code, cut=cut) for text, cut in found]


def _weights(text: str) -> dict[str, float]:
    return weigh(place_units(read(text)))


def _centrality(row: tuple[Sentence, dict[str, float]], whole: Mapping[str, float]) -> float:
    """Return how much of the whole a sentence carries for its own length; the first of equals wins."""
    sentence, weights = row
    length = sqrt(sum(value * value for value in weights.values()))
    if not length:
        return 0.0
    carried = sum(value * whole[unit] for unit, value in weights.items()) / length
    return carried * (1.0 if sentence.text.isascii() else WITH_MARKS)


def sentences(text: str) -> list[tuple[str, bool]]:
    """Return the clean sentences of a text as they stand in it, spaces made one, each with whether it was cut."""
    found: list[tuple[str, bool]] = []
    for piece in _SENTENCE.split(bare_line(text, MOST_CHARACTERS))[:MOST_SENTENCES]:
        whole = _fitting(piece.strip())
        if whole and is_clean(whole[0]):
            found.append(whole)
        else:
            found += [(clause, True) for clause in _clean_clauses(piece)]
    return found


def _clean_clauses(sentence: str) -> list[str]:
    """Return the longest run of clauses that names nobody, as a list of one, or none."""
    best, run = "", ""
    for clause in _CLAUSE.split(sentence):
        run = f"{run} {clause}".strip() if is_clean(clause) else ""
        if len(best) < len(run) <= LONGEST_SENTENCE and is_clean(run):
            best = run
    return [best.rstrip(",;: ")] if len(best) >= SHORTEST_SENTENCE else []


def is_clean(sentence: str) -> bool:
    """Return whether a sentence can be shown: words in it, no person's name, number or address."""
    return len(_LETTER.findall(sentence)) >= SHORTEST_SENTENCE // 2 and without_names(sentence) == sentence


def _fitting(sentence: str) -> tuple[str, bool] | None:
    """Return a sentence of fitting length and whether it was cut; None for a mere word."""
    if len(sentence) < SHORTEST_SENTENCE:
        return None
    if len(sentence) <= LONGEST_SENTENCE:
        return sentence, False
    head = sentence[: LONGEST_SENTENCE + 1]
    end = max(head.rfind(", "), head.rfind("; "))
    if end < LONGEST_SENTENCE // 2:
        end = head.rfind(" ")
    if end < LONGEST_SENTENCE // 2:
        end = LONGEST_SENTENCE
    return head[:end].rstrip(" ,;:"), True
