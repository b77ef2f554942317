"""What the sender wants: petition, report, question, complaint, denunciation or offtopic.

The model's log-odds decide, moved by two rules that must not be missed: an accusation of somebody definite is a
suspected denunciation, and a message that speaks of a resident's matters is not off topic without a sign of it.
"""

from math import exp

from handlers.understanding.lexicon import TOPICS
from handlers.understanding.phrases import Match
from handlers.understanding.reading import Reading
from handlers.understanding.signals import accusation, typed
from handlers.understanding.suggestions import KINDS, KindSuggestion

SUSPICION = 6.0
"""What an accusation near an accused adds: missing a denunciation harms more than suspecting one."""
OBJECTION = 0.8
CHATTER = 2.0
"""What «offtopic» always gains: chatter takes more forms than examples can show. At 4, concerns begin to be lost."""
MATTER = 2.0
"""What a word of weight 3 or 4 from the lexicon takes from «offtopic» where nothing looks like advertising."""
NO_MATTER = 1.5
"""What «offtopic» gains where no such word is found and nothing is asked for, objected to or accused."""
SALES = 3.0
"""What «offtopic» gains where two phrases of selling stand."""
_SELLS = 6
FOREIGN = 4.0
UNREADABLE = 0.5
"""Other languages: a concern in Vietnamese, however it is typed, has more words that the model knows."""
_MATTERS = frozenset(("demand", "handle", "contest", "accusation", "accused"))

_SHOWS = {
    "petition": ("demand",),
    "report": ("state", "handle"),
    "question": ("ask",),
    "complaint": ("contest",),
    "denunciation": ("accused", "accusation"),
    "offtopic": ("advert",),
}


def judge(reading: Reading, log_odds: list[float], found: list[Match], matter: float, known: float) -> KindSuggestion:
    """Judge the kind; `log_odds` are the model's, `found` the signals, `matter` the strongest lexicon weight, `known`
    the share of the words that the model knows."""
    suspected = accusation(reading, found)
    odds = dict(zip(KINDS, log_odds[len(TOPICS) :], strict=True))
    if suspected:
        odds["denunciation"] += SUSPICION
    if any(match.weights.get("contest", 0) >= 4 for match in found):
        odds["complaint"] += OBJECTION
    odds["offtopic"] += CHATTER
    if matter >= 3 and not any("advert" in match.weights for match in found):
        odds["offtopic"] -= MATTER
    elif matter < 3 and not any(name in _MATTERS for match in found for name in match.weights):
        odds["offtopic"] += NO_MATTER
    if known < UNREADABLE:
        odds["offtopic"] += FOREIGN
    if sum(match.weights.get("advert", 0) >= _SELLS for match in found) >= 2:
        odds["offtopic"] += SALES
    best = max(KINDS, key=lambda kind: odds[kind])
    score = 1.0 / sum(exp(min(value - odds[best], 0.0)) for value in odds.values())
    return KindSuggestion(best, round(score, 4), _reasons(reading, found, best, suspected))


def _reasons(reading: Reading, found: list[Match], kind: str, suspected: tuple[str, ...]) -> tuple[str, ...]:
    """Return up to three phrases as typed that show the kind."""
    if kind == "denunciation" and suspected:
        return suspected
    wanted = _SHOWS[kind]
    shown = (typed(reading, match) for match in found if any(name in match.weights for name in wanted))
    return tuple(dict.fromkeys(shown))[:3]
