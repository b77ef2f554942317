"""`/ngonngu`: Vietnamese or English."""

from handlers.menu import choices_of
from handlers.resident import start, submit
from handlers.resident.asking import choose_again
from handlers.texts import LANGUAGES, N_, Texts
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import people
from storage.records import Consent

_NAMES = {"vi": "Tiếng Việt", "en": "English"}
_TYPED = {"viet": "vi", "tieng viet": "vi", "vietnamese": "vi", "tieng anh": "en", "anh": "en"}


def ngonngu(turn: Turn, argument: str = "") -> None:
    """`/ngonngu` asks; `/ngonngu en` sets."""
    language = _typed(argument)
    if language:
        _set(turn, language)
    else:
        _ask(turn)


def _typed(text: str) -> str | None:
    word = fold(text.strip())
    return word if word in LANGUAGES else _TYPED.get(word)


def _ask(turn: Turn) -> None:
    """Ask in both languages. The conversation does not begin anew: before consent, words already written are held."""
    turn.ask("language.choose", turn.t(N_("language.ask")), [(name, code) for code, name in _NAMES.items()])


def take_language(turn: Turn, value: str) -> None:
    """Set the language. Other words belong to a concern, once there is consent."""
    language = _typed(value)
    if language:
        _set(turn, language)
    elif turn.person.consent is Consent.GIVEN and turn.official is None and turn.incoming.choice is None:
        submit.from_words(turn, turn.incoming.text or "")
    else:
        choose_again(turn)


def _set(turn: Turn, language: str) -> None:
    people.set_language(turn.tx, turn.office.id, turn.person.id, language)
    turn.person = turn.person.model_copy(update={"language": language})
    turn.texts = Texts(language)
    if turn.official is None and turn.person.consent is not Consent.GIVEN:
        turn.incoming = turn.incoming.model_copy(update={"text": None})
        start.ask_consent(turn)
        return
    turn.finish()
    turn.say(turn.t(N_("language.kept")), choices_of(turn.texts, turn.official))
