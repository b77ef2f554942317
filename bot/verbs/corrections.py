"""`doithoai corrections`: what officials corrected and confirmed, as data for the next training."""

import asyncio
import json
from typing import Any, TextIO

import click
from pydantic import ValidationError

from bot.app import NotReady, find_office
from bot.settings import Settings
from handlers.understanding.lexicon import TOPICS
from storage.corrections import corrected_texts
from storage.database import Database, open_database
from storage.errors import StorageError
from storage.records import CorrectedText


@click.command(name="corrections")
@click.argument("target", type=click.File("w", encoding="utf-8"), default="-")
def corrections(target: TextIO) -> None:
    """Write what officials corrected or confirmed as JSON Lines {"text", "topics", "kind"}, to train with.

    That is the file of `training.train --corrections`. What nobody confirmed is left out. Never a suspected
    denunciation, nor words of somebody who took their consent back. These are residents' words: keep the file where
    the office keeps its concerns.

    \b
    Example:
      doithoai corrections corrections.jsonl
    """

    async def work(settings: Settings) -> list[dict[str, Any]]:
        async with open_database(settings.database) as database:
            office = await find_office(database, settings)
            return await rows(database, office.id)

    try:
        found = asyncio.run(work(Settings()))
    except ValidationError as error:
        raise click.ClickException("A setting is wrong. Try `doithoai doctor`.") from error
    except NotReady as error:
        raise click.ClickException(str(error)) from error
    except StorageError as error:
        raise click.ClickException(f"The database cannot be used just now: {error}. Try `doithoai doctor`.") from error
    for row in found:
        target.write(json.dumps(row, ensure_ascii=False) + "\n")


async def rows(database: Database, office_id: int) -> list[dict[str, Any]]:
    """The lines to be written."""
    return [_row(one) for one in await database.read(lambda tx: corrected_texts(tx, office_id))]


def _row(one: CorrectedText) -> dict[str, Any]:
    """A topic that only this office knows trains nothing and is left out, as is what nobody confirmed."""
    topics = {"topics": [one.topic]} if one.topic in TOPICS else {}
    kind = {"kind": one.kind} if one.kind else {}
    return {"text": one.text, **topics, **kind}
