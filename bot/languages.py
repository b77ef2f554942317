"""In which language somebody at an address is spoken to, for a channel that has words of its own to say."""

from collections.abc import Awaitable, Callable

from handlers.texts import DEFAULT_LANGUAGE
from storage import people
from storage.database import Database
from storage.errors import StorageError
from storage.transaction import Transaction

LanguageOf = Callable[[str], Awaitable[str]]


async def default_language(address: str) -> str:
    """Vietnamese, for a channel that knows nobody."""
    del address
    return DEFAULT_LANGUAGE


def languages_at(database: Database, office_id: int, channel: str) -> LanguageOf:
    """Asks the database, address by address; the default for one that is unknown, or while it does not answer."""

    async def language_of(address: str) -> str:
        try:
            return await database.read(lambda tx: _language(tx, office_id, channel, address))
        except StorageError:
            return DEFAULT_LANGUAGE

    return language_of


def _language(tx: Transaction, office_id: int, channel: str, address: str) -> str:
    identity = people.find_identity(tx, office_id, channel, address)
    person = people.get_person(tx, office_id, identity.person_id) if identity else None
    return person.language if person else DEFAULT_LANGUAGE
