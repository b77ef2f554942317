"""What the tests of the residents' conversations share: a resident who has consented, and looks at what is kept."""

from bot.intake import Intake
from handlers.messages import InboundFile, Reply
from storage.concerns import find_concern
from storage.database import Database
from storage.records import Concern, Session, SessionState
from storage.sessions import change_session, get_session
from tests.house import LIMITS, House, Someone

PHOTO = InboundFile(kind="photo", remote_ref="photo-1")
VOICE = InboundFile(kind="voice", remote_ref="voice-1", content_type="audio/ogg")
PLACE = InboundFile(kind="location", latitude=20.25, longitude=106.5)
POTHOLE = "Đường làng có ổ gà to"
ACCUSATION = "Ông Nguyễn Văn A trưởng thôn ăn chặn tiền hỗ trợ của dân"


async def entered(house: House, name: str = "lan", channel: str = "telegram") -> Someone:
    """A resident who agreed and said the hamlet."""
    someone = house.resident(name, channel)
    await someone.enter()
    return someone


async def sent(someone: Someone, text: str = POTHOLE, topic: str = "Giao thông") -> str:
    """Send a concern and return its code."""
    await someone.say(text)
    if "lĩnh vực nào" in someone.last.text:
        await someone.say(topic)
    replies = await someone.tap("Gửi")
    return code_in(replies[-1])


def code_in(reply: Reply) -> str:
    """The code of a receipt."""
    assert reply.text.startswith("Đã ghi nhận, mã số "), reply.text
    return reply.text.split("mã số ")[1].split(".")[0]


def labels(reply: Reply) -> list[str]:
    """What a reply offers."""
    return [choice.label for choice in reply.choices]


async def concern(house: House, code: str) -> Concern:
    """The concern with this code."""
    found = await house.database.read(lambda tx: find_concern(tx, house.office.id, code))
    assert found is not None
    return found


async def change(house: House, **changes: object) -> Session:
    """Change the office's session."""
    seen = await house.session()
    session = seen.model_copy(update=changes)
    await house.database.write(lambda tx: change_session(tx, session, seen))
    return await house.database.read(lambda tx: get_session(tx, house.office.id, session.id))


async def cancelled(house: House) -> None:
    """Cancel the office's session."""
    await change(house, state=SessionState.CANCELLED)


def restarted(house: House) -> None:
    """The program ends and begins again on the same database."""
    house.intake = Intake(house.database, {"telegram": LIMITS, "web_chat": LIMITS}, lambda _channel: None)


async def count(database: Database, table: str) -> int:
    """How many rows a table has."""
    row = await database.read(lambda tx: tx.one(f"SELECT COUNT(*) AS n FROM {table}"))
    assert row is not None
    return int(row["n"])


async def unreadable(someone: Someone) -> list[Reply]:
    """Send something that the platform does not hand on."""
    return await someone._send(kind="unsupported")


async def refused_file(someone: Someone, reason: str, text: str | None = None) -> list[Reply]:
    """Send a file that the channel refuses."""
    return await someone._send(kind="refused", refusal=reason, text=text)
