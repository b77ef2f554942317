"""Topic and kind of a text from one reading of it: the entrance that most callers need."""

from functools import lru_cache

from handlers.understanding.features import features
from handlers.understanding.judging import judge
from handlers.understanding.lexicon import matches
from handlers.understanding.model import model
from handlers.understanding.ranking import rank
from handlers.understanding.reading import read
from handlers.understanding.signals import signals
from handlers.understanding.suggestions import Tags


@lru_cache(maxsize=128)  # a conversation asks seven times about its words; more people than these hardly write at once
def tag(text: str) -> Tags:
    """Return the suggested topics and kind of a text of any length and script."""
    reading = read(text)
    terms, found = matches(reading), signals(reading)
    weights = model().weights
    log_odds = model().score(features(reading, terms, found))
    matter = max((weight for match in terms for weight in match.weights.values()), default=0.0)
    known = sum(word in weights for word in reading.folded) / max(len(reading.folded), 1)
    kind = judge(reading, log_odds, found, matter, known)
    if kind.kind == "offtopic" and not any(match.weights for match in terms):
        return Tags((), kind)
    return Tags(rank(reading, terms, log_odds, known), kind)
