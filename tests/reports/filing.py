"""What the tests of contributors' reports share: the house of the commune of 2025, its bodies, and sheets sent in."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.attachments import AttachmentFetcher
from bot.channels.files import FileStore
from handlers.messages import InboundFile
from storage.database import Database
from storage.records import Role
from tests.bot.test_attachments import FakeChannel
from tests.documents import books
from tests.house import LIMITS, House, Someone
from tests.milestones.planned import GIAO_MINH, local, planned

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_TIME = local(2025, 11, 27, 9)
TEXT = "Đường xóm 3 hỏng nặng, mưa là ngập, trẻ em đi học rất khổ. Đề nghị xã cho sửa."
DENUNCIATION = "Tôi tố cáo ông Chủ tịch xã nhận hối lộ 200 triệu đồng để cấp đất sai quy định."


async def commune(database: Database, at: datetime = IN_TIME) -> House:
    """Giao Minh as its plan of 2025 sets it up: four unions, the Front, the committee's office."""
    return await planned(database, GIAO_MINH, at)


async def farmers(house: House, name: str = "nong") -> Someone:
    """An officer of the farmers' union, which only sends reports."""
    return await house.official(name, Role.AGENCY, "nong-dan")


async def one_concern(someone: Someone, text: str = TEXT, *, name: str = "Trần Thị Bình") -> None:
    """File one person's concern in chat, from /nhap on."""
    await someone.say("/nhap")
    await someone.tap("Gửi từng ý kiến")
    await someone.tap("Một người")
    await someone.tap("Đồng ý ghi tên")
    await someone.say(name)
    await someone.tap("Xóm 3")
    await someone.say("0912 345 678")
    await someone.say(text)
    await someone.tap("Giao thông")
    await someone.tap("Gửi")


def store(folder: Path) -> FileStore:
    """Where files are kept in a test."""
    return FileStore(folder, 20_000_000, sync=lambda _descriptor: None)


async def read_files(house: House, folder: Path, data: bytes = b"") -> None:
    """Let everything that waits be fetched, read and made."""
    channel = FakeChannel(remote={"r": data})
    fetcher = AttachmentFetcher(
        house.database, {"telegram": channel}, store(folder), {"telegram": LIMITS}, lambda _channel: None
    )
    while await fetcher.fetch_due(house.at):
        pass


async def hand_in(someone: Someone, data: bytes, name: str = "bao-cao.xlsx") -> None:
    """Send a filled sheet over a channel that gives its bytes later; it is not read yet."""
    await someone.say("/nhap tep")
    file = InboundFile(kind="document", name=name, content_type=XLSX, size=len(data), remote_ref="r")
    await someone.say("", files=(file,))


async def send_sheet(someone: Someone, folder: Path, data: bytes, name: str = "bao-cao.xlsx") -> str:
    """Send a filled sheet and let it be read; returns what was said last."""
    await hand_in(someone, data, name)
    await read_files(someone.house, folder, data)
    return [reply.text for reply in await someone.heard() if reply.text][-1]


def sheet(*rows: Sequence[object], header: Sequence[str] = books.HEADER) -> bytes:
    """An XLSX with these rows under the header."""
    return books.saved(books.filled(*rows, header=header))


def row(text: str = TEXT, *, day: str = "20/11/2025", name: str = "Trần Thị Bình", area: str = "Xóm 3") -> list[object]:
    """One row: a person who agreed to be named."""
    return [1, "Gặp người dân", day, name, None, area, "0912345678", "Có", text]


async def counted(house: House) -> dict[str, int]:
    """How many rows there are of everything that a report makes."""
    tables = ("concern", "on_behalf", "person")
    found = {table: await house.rows(f"SELECT COUNT(*) AS n FROM {table}") for table in tables}
    reports = await house.rows("SELECT COUNT(*) AS n FROM report WHERE state = 'filed'")
    return {"report": int(str(reports[0]["n"])), **{table: int(str(rows[0]["n"])) for table, rows in found.items()}}
