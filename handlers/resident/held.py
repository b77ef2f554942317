"""Words and files that came before consent: kept in the conversation only, used when their time comes or forgotten."""

from handlers.messages import InboundFile
from handlers.resident import drafts
from handlers.rules.concerns import LONGEST_TEXT, MOST_FILES
from handlers.texts import N_
from handlers.turn import Turn

_WORDS, _FILES = "words", "files"


def hold(turn: Turn, words: str) -> None:
    """Keep what just came beside what is held already. What is too long is refused with a clear sentence."""
    earlier = turn.data.get(_WORDS, "")
    together = drafts.joined(earlier, words if words.strip() else "")
    if together is None:
        number = turn.texts.number
        turn.say(turn.t(N_("submit.too_long"), n=number(len(words)), limit=number(LONGEST_TEXT)))
    turn.data[_WORDS] = earlier if together is None else together
    files = turn.data.get(_FILES, []) + [file.model_dump() for file in turn.incoming.files]
    if len(files) > MOST_FILES:
        turn.say(turn.tn("submit.too_many_files", len(files) - MOST_FILES, most=MOST_FILES))
    turn.data[_FILES] = files[:MOST_FILES]


def held(turn: Turn) -> dict[str, object]:
    """What is held, to be carried into a conversation that begins anew."""
    return {name: turn.data[name] for name in (_WORDS, _FILES) if turn.data.get(name)}


def release(turn: Turn) -> str:
    """Put what is held into the message at hand, as if it came just now; return its words."""
    words: str = turn.data.pop(_WORDS, "")
    files = tuple(InboundFile(**file) for file in turn.data.pop(_FILES, []))
    turn.incoming = turn.incoming.model_copy(update={"text": words, "choice": None, "files": files})
    return words
