"""Pure rules on registrations to speak: how much may be written, and for whom somebody speaks."""

from handlers.texts import N_, Texts

MOST_LINES = 3
LONGEST_CONTENT = 500
"""Characters that three lines on a paper slip hold, generously."""
LONGEST_GROUP = 120
SELF, HOUSEHOLD, GROUP = "self", "household", "group"


def fits(content: str) -> bool:
    """Whether a content is as short as the slip allows: three lines, whatever blank lines lie between."""
    lines = [line for line in content.splitlines() if line.strip()]
    return 0 < len(lines) <= MOST_LINES and len(content) <= LONGEST_CONTENT


def group(name: str) -> str:
    """How a registration keeps the group that somebody speaks for."""
    return f"{GROUP}:{' '.join(name.split())[:LONGEST_GROUP]}"


def representing_words(texts: Texts, value: str) -> str:
    """For whom somebody speaks, in words."""
    kind, _, name = value.partition(":")
    if kind == GROUP:
        return texts.t(N_("speaks_for.group"), name=name)
    return texts.t(N_("speaks_for.household") if kind == HOUSEHOLD else N_("speaks_for.self"))
