"""The sixteen topics and their words (`data/lexicon/<topic>.txt`, format in `phrases`).

`none.txt` holds phrases matched so that their inner words count for nothing («thị trường» is no school).
"""

from collections.abc import Iterable
from functools import cache

from handlers.understanding.phrases import Match, Table, build
from handlers.understanding.reading import Reading

TOPICS = (
    "land",
    "construction",
    "transport",
    "environment",
    "utilities",
    "agriculture",
    "education",
    "health",
    "welfare",
    "jobs",
    "security",
    "admin",
    "party",
    "culture",
    "finance",
    "other",
)
"""The topic ids, in the order of the model's weights."""

FOLDER = "lexicon"
NOTHING = "none"


@cache
def lexicon() -> Table:
    """Return the table of all topics' words, read once."""
    return build(FOLDER, TOPICS, silent=(NOTHING,))


def matches(reading: Reading) -> list[Match]:
    """Find the topics' words in a text."""
    return lexicon().matches(reading)


def strongest(terms: Iterable[Match]) -> float:
    """Return the largest weight among terms, 0 where there are none."""
    return max((weight for match in terms for weight in match.weights.values()), default=0.0)
