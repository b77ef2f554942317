"""Files that nothing points to are removed, and no others."""

import os
from datetime import timedelta
from pathlib import Path

from bot import clock
from bot.channels.files import FileStore
from bot.sweep import KEPT_AT_LEAST, sweep_files
from handlers.messages import InboundFile
from storage.database import Database
from tests.house import House

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF"


def stored(files: FileStore, data: bytes, age: timedelta) -> str:
    name = files.put(data)
    then = (clock.now() - age).timestamp()
    os.utime(files.path(name), (then, then))
    return name


async def test_only_old_files_that_no_row_names_are_removed(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    files = FileStore(tmp_path / "files", 10_000)
    old = KEPT_AT_LEAST + timedelta(hours=1)
    wanted = stored(files, PDF + b"1", old)
    dropped = stored(files, PDF + b"2", old)
    fresh = stored(files, PDF + b"3", timedelta(hours=1))
    lan = house.resident("lan")
    await lan.say("Đơn của tôi", files=(InboundFile(kind="document", name="a.pdf", stored_as=wanted, size=9),))
    assert await sweep_files(database, files, clock.now()) == 1
    assert sorted(path.name for path in files.every()) == sorted([wanted, fresh])
    assert dropped not in {path.name for path in files.every()}
    assert await sweep_files(database, files, clock.now()) == 0


async def test_a_refused_consent_lets_the_file_go_with_the_words(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    files = FileStore(tmp_path / "files", 10_000)
    name = stored(files, PDF, KEPT_AT_LEAST * 2)
    lan = house.resident("lan", "web_chat")
    await lan.say("Đơn của tôi", files=(InboundFile(kind="document", name="a.pdf", stored_as=name, size=9),))
    assert await sweep_files(database, files, clock.now()) == 0
    await lan.tap("Không đồng ý")
    assert await sweep_files(database, files, clock.now()) == 1
