"""Files that nothing points to any more: of a draft that was dropped, or of somebody who refused consent.

The same bytes may belong to several concerns, so a file goes only when no row names it, and never in its first two
days: a message on its way may be about to.
"""

import re
from datetime import datetime, timedelta
from pathlib import Path

from bot.channels.files import FileStore
from storage import exports
from storage.database import Database

KEPT_AT_LEAST = timedelta(days=2)
_STORED_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,5}")


async def sweep_files(database: Database, files: FileStore, at: datetime) -> int:
    """Remove the files of the store that no row of any office names; return how many."""
    before = (at - KEPT_AT_LEAST).timestamp()
    old = [path for path in files.every() if path.stat().st_mtime < before]
    if not old:
        return 0
    texts = await database.read(exports.texts_that_name_files)
    named = {name for text in texts for name in _STORED_NAME.findall(text)}
    return sum(_remove(path) for path in old if path.name not in named)


def _remove(path: Path) -> int:
    path.unlink(missing_ok=True)
    return 1
