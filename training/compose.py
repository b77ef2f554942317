"""Writes the example sentences: phrases of `phrases/*.txt` inside the frames of `phrases/frames.txt`, in seven styles.

Everything is our own wording. The same seed gives the same sentences, so that training can be repeated.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from handlers.understanding.lexicon import TOPICS
from training.frames import FRAMES, NAMES
from training.styles import STYLES, restyle

PHRASES = Path(__file__).parent / "phrases"
COUNTS = {"petition": 420, "report": 460, "question": 200, "complaint": 150, "denunciation": 150}
WHOLE_COUNTS = {"petition": 90, "report": 160, "question": 60, "complaint": 50, "denunciation": 60}
"""How many examples come from the patterns under «== whole KIND», which are messages of their own and need no frame."""
OFFTOPIC_COUNT = 5000
BOUNDARY_COUNT, MESSAGE_COUNT = 14, 20
MESSAGES = ("messages", "accused", "hurt", "everyday")
STRANGE = 0.3
"""How often the background of a petition comes from any field."""
SECOND = 0.1
"""How often a report goes on with a matter of any field."""
GRAFT = {
    "welfare": 0.6,
    "admin": 0.5,
    "finance": 0.5,
    "land": 0.3,
    "transport": 0.2,
    "construction": 0.2,
    "agriculture": 0.3,
    "utilities": 0.2,
    "culture": 0.2,
}
"""How often an accusation in a field is about the officials themselves (rule 5) and so belongs to «party»."""
_CHOICE = re.compile(r"\{([^{}]*)\}")


class Example(NamedTuple):
    """A sentence and its labels; `topic` is empty for what belongs to none."""

    text: str
    topic: str
    kind: str
    style: str


def phrases(topic: str) -> dict[str, list[str]]:
    """Read `phrases/<topic>.txt` into kind -> lines."""
    found: dict[str, list[str]] = {}
    kind = ""
    for line in (PHRASES / f"{topic}.txt").read_text("utf-8").splitlines():
        if line.startswith("== "):
            kind = line[3:]
            found.setdefault(kind, [])
        elif line.strip():
            found[kind].append(line.strip())
    return found


def fill(pattern: str, random: Random) -> str:
    """Choose one of each {a|b}, and put names and numbers in."""
    while match := _CHOICE.search(pattern):
        pattern = pattern[: match.start()] + random.choice(match[1].split("|")) + pattern[match.end() :]
    words = [_slot(word, random) for word in pattern.split()]
    return " ".join(words).replace(" ,", ",").replace(" ;", ";").strip()


def _slot(word: str, random: Random) -> str:
    if word.startswith("NAME"):
        return " ".join(random.sample(NAMES, random.choice((1, 2, 2)))) + word[4:]
    if word.startswith("NUM"):
        return str(random.randint(1, 30)) + word[3:]
    return "" if word == "|" else word


def compose(seed: int, topics: tuple[str, ...]) -> Iterator[Example]:
    """Yield all examples, topic by topic and kind by kind."""
    random = Random(seed)  # noqa: S311 - repeatable sentences are wanted, not secrets
    for topic in topics:
        table = phrases(topic)
        for kind, count in COUNTS.items():
            lines = table[kind]
            for number in range(count):
                example = _example(topic, kind, lines[number % len(lines)], table, random)
                grafted = kind == "denunciation" and random.random() < GRAFT.get(topic, 0.0)
                yield example._replace(topic="party") if grafted else example
        for kind, count in WHOLE_COUNTS.items():
            lines = table.get(f"whole {kind}", [])
            for number in range(count if lines else 0):
                yield _whole(topic, kind, lines[number % len(lines)], random)
    yield from _boundaries(random)
    yield from _messages(random)
    lines = phrases("offtopic")["offtopic"]
    for number in range(OFFTOPIC_COUNT):
        style = random.choice(STYLES)
        text = fill(lines[number % len(lines)], random)
        yield Example(restyle(text, style, random), "", "offtopic", style)


def patterns_with_frames(topics: tuple[str, ...], random: Random) -> Iterator[Callable[[], Example]]:
    """Yield for every pattern of a matter a function that composes another sentence of it."""
    tables = {topic: phrases(topic) for topic in topics}
    for topic in topics:
        for kind in COUNTS:
            for line in tables[topic][kind]:
                yield partial(_example, topic, kind, line, tables[topic], random)
            for line in tables[topic].get(f"whole {kind}", []):
                yield partial(_whole, topic, kind, line, random)
    for name in ("boundaries", "official"):
        for topic, kind, line in labelled_patterns(name):
            yield partial(_example, topic, kind, line, tables[topic], random)
    for topic, kind, line in labelled_patterns("messages"):
        yield partial(_whole, topic, kind, line, random)


def _boundaries(random: Random) -> Iterator[Example]:
    """Yield the matters of `phrases/boundaries.txt` and `phrases/official.txt`, each in several frames."""
    tables = {topic: phrases(topic) for topic in TOPICS}
    for name in ("boundaries", "official"):
        for topic, kind, pattern in labelled_patterns(name):
            for _ in range(BOUNDARY_COUNT):
                yield _example(topic, kind, pattern, tables[topic], random)


def _messages(random: Random) -> Iterator[Example]:
    """Yield the messages of `MESSAGES`, which stand alone."""
    for name in MESSAGES:
        for topic, kind, pattern in labelled_patterns(name):
            for _ in range(MESSAGE_COUNT):
                yield _whole(topic, kind, pattern, random)


def labelled_patterns(name: str) -> Iterator[tuple[str, str, str]]:
    """Read the lines «topic kind: pattern» of a file."""
    for line in (PHRASES / f"{name}.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            labels, _, pattern = line.partition(": ")
            topic, kind = labels.split()
            yield topic, kind, pattern


def _example(topic: str, kind: str, line: str, table: dict[str, list[str]], random: Random) -> Example:
    """Put one phrase into frames of its kind, then into a style."""
    style = random.choice(STYLES)
    text = _FRAMERS[kind](fill(line, random), table, random)
    if style == "long":
        text = _lengthen(text, kind, table, random)
    return Example(restyle(text[:1].upper() + text[1:], style, random), topic, kind, style)


def _whole(topic: str, kind: str, line: str, random: Random) -> Example:
    """Put a pattern that is a message of its own into a style."""
    style = random.choice(STYLES)
    text = fill(line, random)
    if style == "long":
        more = fill(random.choice(FRAMES["effects"]), random)
        text = " ".join((fill(random.choice(FRAMES["greetings"]), random), text, more[:1].upper() + more[1:] + "."))
    return Example(restyle(text, style, random), topic, kind, style)


def _maybe(options: list[str], chance: float, random: Random, lead: str = " ") -> str:
    if random.random() >= chance:
        return ""
    chosen = fill(random.choice(options), random)
    return lead + chosen if chosen else ""


def _petition(core: str, table: dict[str, list[str]], random: Random) -> str:
    asking = fill(random.choice(FRAMES["askers"]), random) + " " + core
    asking += _maybe(FRAMES["places"], 0.4, random) + _maybe(FRAMES["purposes"], 0.35, random)
    if random.random() < 0.3:
        # Now and then another field is only the background: what is asked for decides.
        state = fill(random.choice(_anything("report") if random.random() < STRANGE else table["report"]), random)
        return state + _maybe(FRAMES["places"], 0.3, random) + ", " + asking[:1].lower() + asking[1:]
    return asking


@cache
def _anything(kind: str) -> list[str]:
    """Return the patterns of a kind in all fields."""
    return [line for topic in TOPICS for line in phrases(topic)[kind]]


def _report(core: str, _table: dict[str, list[str]], random: Random) -> str:
    text = (_maybe(FRAMES["reporters"], 1.0, random, lead="") + " " + core).strip()
    text += _maybe(FRAMES["places"], 0.45, random) + _maybe(FRAMES["effects"], 0.3, random, lead=", ")
    if random.random() < SECOND:  # what comes second does not decide
        text += random.choice((", lại ", ", ngoài ra ", ". ", ", còn ")) + fill(
            random.choice(_anything("report")), random
        )
    return text + _maybe(FRAMES["handles"], 0.4, random, lead=random.choice((", ", ". ")))


def _question(core: str, table: dict[str, list[str]], random: Random) -> str:
    text = (
        fill(random.choice(FRAMES["questioners"]), random) + " " + core + " " + random.choice(FRAMES["question_tails"])
    )
    if random.random() < 0.15:
        return fill(random.choice(table["report"]), random) + ". " + text.strip()
    return " ".join(text.replace("|", "").split())


def _complaint(core: str, _table: dict[str, list[str]], random: Random) -> str:
    text = (_maybe(FRAMES["complainers"], 1.0, random, lead="") + " " + core).strip()
    return text + _maybe(FRAMES["places"], 0.2, random) + _maybe(FRAMES["handles"], 0.15, random, lead=". ")


def _denunciation(core: str, _table: dict[str, list[str]], random: Random) -> str:
    text = (_maybe(FRAMES["accusers"], 1.0, random, lead="") + " " + core).strip()
    return text + _maybe(FRAMES["places"], 0.3, random) + _maybe(FRAMES["accuse_tails"], 0.7, random, lead=", ")


_FRAMERS = {
    "petition": _petition,
    "report": _report,
    "question": _question,
    "complaint": _complaint,
    "denunciation": _denunciation,
}


def _lengthen(text: str, kind: str, table: dict[str, list[str]], random: Random) -> str:
    """Add what long messages have: a greeting, more of the same matter, effects, a closing."""
    parts = [fill(random.choice(FRAMES["greetings"]), random) if random.random() < 0.6 else ""]
    more = fill(random.choice(table["report"]), random) + _maybe(FRAMES["effects"], 0.7, random, lead=", ") + "."
    parts += [text + ".", more] if random.random() < 0.5 or kind == "petition" else [more, text + "."]
    parts.append(_maybe(FRAMES["effects"], 0.6, random, lead=""))
    parts.append(_maybe(FRAMES["closings"], 0.6, random, lead=""))
    return " ".join(part for part in parts if part)
