"""What is well and what is to be mended, in plain words (`doithoai doctor`)."""

from dataclasses import dataclass

from bot import clock
from bot.app import NotReady, find_office, make_telegram
from bot.channels.base import SendError
from bot.channels.files import FileStore
from bot.settings import Settings
from storage import migrate, officials
from storage.database import Database, open_database
from storage.errors import StorageError
from storage.records import Office, Role


@dataclass(frozen=True)
class Finding:
    """One sentence, and whether it is good news."""

    well: bool
    words: str


async def examine(settings: Settings) -> list[Finding]:
    """Look at the database, the office and each configured account; nothing is changed but the tables' version."""
    try:
        behind = migrate.pending(settings.database)
        async with open_database(settings.database) as database:
            found = [
                Finding(
                    True,
                    f"The database answers{f' ({len(behind)} migrations applied now)' if behind else ''}.",
                )
            ]
            return found + await _inside(settings, database)
    except StorageError as error:
        return [Finding(False, f"The database cannot be reached ({error}). Check DATABASE_URL and that it is running.")]


async def _inside(settings: Settings, database: Database) -> list[Finding]:
    try:
        office = await find_office(database, settings)
    except NotReady as error:
        return [Finding(False, str(error))]
    return [
        Finding(True, f"The office is {office.code}, {office.name}."),
        _contact(office),
        await _admins(database, office),
        await _inspectors(database, office),
        await _telegram(settings, office),
    ]


def _contact(office: Office) -> Finding:
    if office.profile.demo:
        return Finding(False, "The office's address and telephone are invented: write the real ones into its plan.")
    return Finding(True, "The office has an address and telephone of its own.")


async def _admins(database: Database, office: Office) -> Finding:
    admins = await database.read(lambda tx: officials.with_role(tx, office.id, Role.ADMIN))
    if not admins:
        return Finding(False, 'Nobody is admin yet: doithoai office admin "NAME", then send the code to the bot.')
    return Finding(True, f"{len(admins)} admin(s) enrolled.")


async def _inspectors(database: Database, office: Office) -> Finding:
    inspectors = await database.read(lambda tx: officials.with_role(tx, office.id, Role.INSPECTOR))
    if not inspectors:
        return Finding(
            False, "Nobody may read a suspected denunciation yet: an admin enrols that person with /canbo in the chat."
        )
    return Finding(True, f"{len(inspectors)} person(s) may read suspected denunciations.")


async def _telegram(settings: Settings, office: Office) -> Finding:
    files = FileStore(settings.data_dir / "files", settings.largest_file_mb * 1024 * 1024)
    account = make_telegram(settings, office, files, clock.now)
    if account is None:
        return Finding(True, "Telegram is not used (TELEGRAM_TOKEN is empty).")
    try:
        return Finding(True, f"Telegram answers: the bot is @{await account.who_am_i()}.")
    except SendError as error:
        return Finding(False, f"Telegram does not answer ({error.code}): check TELEGRAM_TOKEN and TELEGRAM_BASE_URL.")
    finally:
        await account.close()
