"""Topic and kind of a text from one reading of it: the entrance that most callers need."""

from functools import lru_cache

from handlers.understanding.features import features
from handlers.understanding.judging import judge
from handlers.understanding.lexicon import matches, strongest
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
    log_odds = model().score(features(reading, terms, found))
    known = model().knows(reading.folded)
    kind = judge(reading, log_odds, found, strongest(terms), known)
    if kind.kind == "offtopic" and not any(match.weights for match in terms):
        return Tags((), kind)
    return Tags(rank(reading, terms, log_odds, known), kind)
