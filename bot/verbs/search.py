"""`doithoai search`: an office's concerns by their words, for whoever runs the machine; never a protected one."""

import asyncio
import json
from typing import Any

import click
from pydantic import ValidationError

from bot.app import NotReady, find_office
from bot.settings import Settings
from handlers.searching import search
from handlers.texts import local_day
from storage import search as index
from storage import sessions
from storage.database import open_database
from storage.errors import StorageError
from storage.records import Concern, ConcernState
from storage.search import Scope
from storage.transaction import Transaction

_LINE = 90


@click.command(name="search")
@click.argument("words", nargs=-1, required=True)
@click.option("--session", "session_key", default="", help="Only this session, by its key.")
@click.option("--topic", default="", help="Only this topic, by its key.")
@click.option("--state", type=click.Choice([state.value for state in ConcernState]), help="Only this state.")
@click.option("--ranked/--newest", default=True, help="Best match first (the default), or newest first.")
@click.option("--limit", default=20, type=click.IntRange(1, 300), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="JSON Lines instead of a table.")
def search_(
    *, words: tuple[str, ...], session_key: str, topic: str, state: str | None, ranked: bool, limit: int, as_json: bool
) -> None:
    """Find an office's concerns by words: with or without marks, in any region's words, mistyped or not.

    \b
    Examples:
      doithoai search ổ gà
      doithoai search --topic transport --newest duong hu
      doithoai search --session doi-thoai-2025 --json "sổ đỏ"
    """

    def unit(tx: Transaction, office_id: int) -> tuple[list[Concern], list[str]]:
        session = sessions.find_session(tx, office_id, session_key) if session_key else None
        if session_key and session is None:
            raise NotReady(f"There is no session {session_key!r}.")
        scope = Scope(
            office_id=office_id,
            session_id=session.id if session else None,
            topic=topic,
            states=(ConcernState(state),) if state else (),
        )
        found = search(tx, scope, " ".join(words), ranked=ranked, limit=limit)
        by_id = {concern.id: concern for concern in index.concerns(tx, office_id, found.ids)}
        remarks = [f"Left out: {', '.join(found.left_out)}"] if found.left_out else []
        remarks += [f"Also looked for: {', '.join(found.also)}"] if found.also else []
        return [by_id[number] for number in found.ids if number in by_id], remarks

    async def work(settings: Settings) -> tuple[list[Concern], list[str]]:
        async with open_database(settings.database) as database:
            office = await find_office(database, settings)
            return await database.read(lambda tx: unit(tx, office.id))

    try:
        found, remarks = asyncio.run(work(Settings()))
    except ValidationError as error:
        raise click.ClickException("A setting is wrong. Try `doithoai doctor`.") from error
    except NotReady as error:
        raise click.ClickException(str(error)) from error
    except StorageError as error:
        raise click.ClickException(f"The database cannot be used just now: {error}. Try `doithoai doctor`.") from error
    for concern in found:
        click.echo(json.dumps(_row(concern), ensure_ascii=False) if as_json else _line(concern))
    for remark in [*remarks, *([] if found else ["Nothing found."])]:
        click.echo(remark, err=True)


def _row(concern: Concern) -> dict[str, Any]:
    return {
        "code": concern.code,
        "day": local_day(concern.created_at).isoformat(),
        "topic": concern.topic,
        "state": concern.state,
        "text": concern.text,
    }


def _line(concern: Concern) -> str:
    row = _row(concern)
    words = " ".join(concern.text.split())
    short = words if len(words) <= _LINE else f"{words[: _LINE - 1]}…"
    return f"{row['code']}  {row['day']}  {row['topic'].ljust(12)}  {row['state'].ljust(12)}  {short}"
