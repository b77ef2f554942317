"""What the sender wants: petition, report, question, complaint, denunciation or offtopic.

The model's log-odds and what the lists found are weighed together (`weighing`). One rule stands above: a plain
wrongdoing of somebody definite is a suspected denunciation, even where it is put as a question.
"""

from math import exp

from handlers.understanding.model import model
from handlers.understanding.phrases import Match
from handlers.understanding.reading import Reading
from handlers.understanding.signals import accusation, typed
from handlers.understanding.suggestions import KINDS, KindSuggestion
from handlers.understanding.weighing import evidence, weigh

GRAVE = 8.0
"""A plain wrongdoing (5) by a role or body (3), near each other."""
DISGUISED = 0.5
HEARD = 0.5
"""Taken from «offtopic»: calling a concern chatter means that a person is not heard."""

_SHOWS = {
    "petition": ("demand",),
    "report": ("state", "handle"),
    "question": ("ask",),
    "complaint": ("contest", "verdict"),
    "denunciation": ("accused", "accusation", "deed", "punish"),
    "offtopic": ("advert", "chat"),
}


def judge(reading: Reading, log_odds: list[float], found: list[Match], matter: float, known: float) -> KindSuggestion:
    """Judge the kind; `log_odds` are the model's, `found` the signals, `matter` the strongest lexicon weight, `known`
    the share of the words that the model knows."""
    suspected = accusation(reading, found)
    values = evidence(reading, log_odds, found, matter, known, suspected=bool(suspected))
    odds = {kind: weigh(row, values) for kind, row in zip(KINDS, model().weighing, strict=True)}
    odds["offtopic"] -= HEARD
    if max(KINDS, key=odds.__getitem__) == "question" and accusation(reading, found, least=GRAVE):
        odds["denunciation"] = odds["question"] + DISGUISED
    best = max(KINDS, key=odds.__getitem__)
    score = 1.0 / sum(exp(min(value - odds[best], 0.0)) for value in odds.values())
    return KindSuggestion(best, round(score, 4), _reasons(reading, found, best, suspected))


def _reasons(reading: Reading, found: list[Match], kind: str, suspected: tuple[str, ...]) -> tuple[str, ...]:
    """Return up to three phrases as typed that show the kind."""
    if kind == "denunciation" and suspected:
        return suspected
    wanted = _SHOWS[kind]
    shown = (typed(reading, match) for match in found if any(name in match.weights for name in wanted))
    return tuple(dict.fromkeys(shown))[:3]
