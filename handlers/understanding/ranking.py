"""Which field of life a text belongs to: ranked suggestions with the words that decided.

The lexicon's evidence and the model's log-odds are added; the reasons are the lexicon's words where there are any.
"""

from math import exp

from handlers.understanding.contexts import weigh
from handlers.understanding.lexicon import TOPICS
from handlers.understanding.phrases import Match
from handlers.understanding.reading import Reading
from handlers.understanding.suggestions import TopicSuggestion

LEXICON_SHARE = 0.25
"""What one point of lexicon weight adds to the model's log-odds; anything from 0.15 to 0.6 does about as well."""
FOREIGN = 0.4
"""Nothing is suggested where no lexicon word is found and the model knows less than this share of the words."""
SHOWN = 5
_SHARPNESS = 0.9

Evidence = dict[str, list[tuple[float, int, int]]]


def rank(reading: Reading, terms: list[Match], log_odds: list[float], known: float) -> tuple[TopicSuggestion, ...]:
    """Rank the topics of a text that has been read; `terms` are its lexicon words,
    `known` is the share of its words that the model knows."""
    evidence = gather(reading, terms)
    if not evidence and known < FOREIGN:
        return ()
    total = dict(zip(TOPICS, log_odds, strict=False))
    for topic, spans in evidence.items():
        total[topic] += LEXICON_SHARE * sum(weight for weight, _, _ in spans)
    ordered = sorted(total, key=lambda topic: (-total[topic], topic))
    best = total[ordered[0]]
    shares = {topic: exp(_SHARPNESS * (value - best)) for topic, value in total.items()}
    whole = sum(shares.values()) + exp(-_SHARPNESS * (best + 1))
    return tuple(
        TopicSuggestion(topic, round(shares[topic] / whole, 4), _words(reading, evidence.get(topic, [])))
        for topic in ordered[:SHOWN]
    )


def gather(reading: Reading, terms: list[Match]) -> Evidence:
    """Return the weighted lexicon words by topic, each with its place in the text."""
    evidence: Evidence = {}
    for match in terms:
        if match.weights:
            factor = weigh(reading, match)
            for topic, weight in match.weights.items():
                evidence.setdefault(topic, []).append((weight * factor, match.start, match.end))
    return evidence


def _words(reading: Reading, spans: list[tuple[float, int, int]]) -> tuple[str, ...]:
    """Return up to three deciding phrases as they were typed, strongest first."""
    strongest = sorted(spans, key=lambda span: (-span[0], span[1]))[:9]
    phrases = (" ".join(reading.typed[start:end]) for _, start, end in strongest)
    return tuple(dict.fromkeys(phrases))[:3]
