"""A session's summary and a topic's briefing in words; `handlers/understanding/briefing.py` finds what they say."""

from collections.abc import Callable, Mapping

from handlers.official.words import KINDS
from handlers.texts import N_, Texts
from handlers.understanding.briefing import Briefing, Matter, SessionSummary
from storage.records import Kind

MOST_MATTERS = 8
"""A briefing fills half a page: so many matters in a sentence each, the others by code."""
MOST_PLACES = 6

Name = Callable[[str], str]
"""Gives an office's name for a topic's key."""


def topic_text(briefing: Briefing, topic: Name, texts: Texts) -> str:
    """Return the half page for the chair on one topic."""
    count = texts.t(
        N_("briefing.counts"),
        concerns=texts.number(briefing.concerns),
        matters=texts.number(len(briefing.matters)),
        voices=texts.number(briefing.voices),
    )
    lines = [f"{topic(briefing.topic)}: {count}"]
    if briefing.kinds:
        lines.append(texts.t(N_("briefing.kinds"), kinds=_kinds(briefing.kinds, texts)))
    if briefing.places:
        lines.append(texts.t(N_("briefing.places"), places=_places(briefing.places, texts)))
    lines += [matter_line(matter, texts) for matter in briefing.matters[:MOST_MATTERS]]
    if rest := [code for matter in briefing.matters[MOST_MATTERS:] for code in matter.codes]:
        lines.append(texts.t(N_("briefing.rest"), codes=", ".join(rest)))
    return "\n".join(lines)


def matter_line(matter: Matter, texts: Texts) -> str:
    """Return «- «Mương thoát nước xóm 3 bị lấp» (GM-0042; 3 người nêu; Xóm 3: GM-0042, GM-0050)»."""
    places = _places(matter.places, texts)
    if matter.sentence is None:
        said = texts.t(N_("briefing.no_sentence"))
    else:
        said = texts.t(
            N_("briefing.sentence"),
            sentence=matter.sentence.text + ("…" if matter.sentence.cut else ""),
            code=matter.sentence.code,
        )
    about = [texts.tn("briefing.voices", matter.voices), *([places] if places else [])]
    return texts.t(N_("briefing.matter"), said=said, about="; ".join(about), codes=", ".join(matter.codes))


def session_text(summary: SessionSummary, topic: Name, texts: Texts) -> str:
    """Return the summary of a session: the sums, a line for each topic, then every topic's briefing."""
    if not summary.concerns:
        return texts.t(N_("briefing.nothing"))
    head = texts.t(
        N_("briefing.session"),
        concerns=texts.number(summary.concerns),
        matters=texts.number(summary.matters),
        voices=texts.number(summary.voices),
    )
    lines = [
        texts.t(
            N_("briefing.row"),
            topic=topic(one.topic),
            concerns=texts.number(one.concerns),
            matters=texts.number(len(one.matters)),
        )
        for one in summary.briefings
    ]
    return "\n\n".join(["\n".join([head, *lines]), *(topic_text(one, topic, texts) for one in summary.briefings)])


def _kinds(kinds: Mapping[str, int], texts: Texts) -> str:
    named = ((texts.t(KINDS[Kind(key)]), count) for key, count in kinds.items())
    return ", ".join(f"{name} {texts.number(count)}" for name, count in named)


def _places(places: Mapping[str, int], texts: Texts) -> str:
    listed = [f"{name} ({texts.number(count)})" for name, count in list(places.items())[:MOST_PLACES]]
    return ", ".join([*listed, "…"] if len(places) > MOST_PLACES else listed)
