"""What is well and what is to be mended, in plain words (`doithoai doctor`)."""

from dataclasses import dataclass

from bot import clock
from bot.accounts import Accounts, make_accounts
from bot.app import NotReady, find_office
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
                    f"The database answers{f' (migrations applied now: {len(behind)})' if behind else ''}.",
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
        *await _accounts(settings, database, office),
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


async def _accounts(settings: Settings, database: Database, office: Office) -> list[Finding]:
    """Each account, asked by its own API."""
    files = FileStore(settings.data_dir / "files", settings.largest_file_mb * 1024 * 1024)
    accounts = make_accounts(settings, office, database, files, clock.now)
    try:
        return [
            await _telegram(accounts),
            await _zalo_bot(accounts, settings),
            *await _zalo_oa(accounts, settings),
        ]
    finally:
        await accounts.close()


async def _telegram(accounts: Accounts) -> Finding:
    if accounts.telegram is None:
        return Finding(True, "Telegram is not used (TELEGRAM_TOKEN is empty).")
    try:
        return Finding(True, f"Telegram answers: the bot is @{await accounts.telegram.who_am_i()}.")
    except SendError as error:
        return Finding(False, f"Telegram does not answer ({error.code}): check TELEGRAM_TOKEN and TELEGRAM_BASE_URL.")


async def _zalo_bot(accounts: Accounts, settings: Settings) -> Finding:
    if accounts.zalo_bot is None:
        return Finding(True, "No Zalo bot is used (ZALO_BOT_TOKEN is empty).")
    try:
        name = await accounts.zalo_bot.who_am_i()
    except SendError as error:
        return Finding(
            False, f"The Zalo bot does not answer ({error.code}): check ZALO_BOT_TOKEN and ZALO_BOT_BASE_URL."
        )
    if not settings.public_url:
        return Finding(
            False,
            f"The Zalo bot answers: it is {name}. But it is polled, which may lose messages: set PUBLIC_URL "
            "(https) so that Zalo pushes them.",
        )
    return Finding(True, f"The Zalo bot answers: it is {name}, and messages are pushed to {settings.public_url}.")


async def _zalo_oa(accounts: Accounts, settings: Settings) -> list[Finding]:
    if accounts.zalo_oa is None:
        return [Finding(True, "No Zalo Official Account is used (ZALO_OA_APP_ID is empty).")]
    found = []
    try:
        found.append(Finding(True, f"The Official Account answers: it is {await accounts.zalo_oa.who_am_i()}."))
    except SendError as error:
        found.append(
            Finding(
                False,
                f"The Official Account does not answer ({error.code}): check ZALO_OA_APP_ID and ZALO_OA_APP_SECRET; "
                "where its tokens have ended, the account's admin grants them anew and they go into .env.",
            )
        )
    if settings.zalo_oa_signature == "off":
        found.append(Finding(False, "ZALO_OA_SIGNATURE is off: anybody can send messages in residents' names."))
    if not settings.public_url:
        found.append(Finding(False, "Zalo pushes the account's messages: set PUBLIC_URL to an https address."))
    if not (settings.zalo_oa_template_id or settings.zalo_oa_template_phone_id):
        found.append(
            Finding(
                True,
                "No template is set (ZALO_OA_TEMPLATE_ID): who was silent for 7 days gets answers by another channel "
                "or by a call (/chuaden).",
            )
        )
    return found
