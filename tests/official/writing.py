"""Concerns put into the house as if residents had sent them, for tests of what officials do with them."""

from datetime import date

from storage import concerns, counters, people, sessions
from storage.ids import new_id
from storage.records import Concern, ConcernState, Kind, Role
from storage.transaction import Transaction
from tests.house import House, Someone

TEXT = "Đường vào Thôn Giữa hỏng nặng từ tháng Tám. Nhà ông Nguyễn Văn Ba gọi 0912 345 678 mấy lần mà chưa ai đến sửa."


async def a_concern(
    house: House,
    sender: Someone,
    text: str = TEXT,
    *,
    topic: str = "transport",
    protected: bool = False,
    in_session: bool = True,
    due_on: date | None = None,
) -> str:
    """Put a concern of somebody who has entered the house into it; returns its code."""

    def add(tx: Transaction) -> str:
        office_id = house.office.id
        identity = people.find_identity(tx, office_id, sender.channel, sender.name)
        session = sessions.find_session(tx, office_id, "doi-thoai")
        assert identity is not None
        assert session is not None
        person = people.get_person(tx, office_id, identity.person_id)
        assert person is not None
        number = counters.take_next(tx, office_id, "concern")
        concern = Concern(
            office_id=office_id,
            id=new_id(house.at),
            number=number,
            code=f"GM-{number:04d}",
            session_id=session.id if in_session else None,
            for_next_session=False,
            person_id=person.id,
            identity_id=identity.id,
            area_id=person.area_id,
            text=text,
            topic=topic,
            topic_confirmed_by="",
            suggested=(topic,),
            kind=Kind.DENUNCIATION if protected else Kind.REPORT,
            protected=protected,
            summary="" if protected else text.partition(". ")[0],
            state=ConcernState.RECEIVED,
            due_on=due_on,
            created_at=house.at,
        )
        concerns.add_concern(tx, concern)
        return concern.code

    return await house.database.write(add)


async def a_resident(house: House, name: str = "lan", area: str = "Thôn Giữa", channel: str = "telegram") -> Someone:
    """Somebody who has agreed and said their hamlet."""
    someone = house.resident(name, channel)
    await someone.enter(area)
    return someone


async def acts(house: House, act: str) -> int:
    """How many entries of an act the audit log holds."""
    return len(await house.rows(f"SELECT id FROM audit WHERE act = '{act}'"))


async def state_of(house: House, code: str) -> str:
    """How far a concern has come, as it is remembered."""
    (row,) = await house.rows(f"SELECT state FROM concern WHERE code = '{code}'")
    return str(row["state"])


async def assigned(house: House, code: str, agency: str = "kinh-te") -> Someone:
    """Let an official of the office assign a concern; returns that official."""
    clerk = await house.official(f"clerk-{code}", Role.OFFICE)
    await clerk.say(f"/giao {code} {agency}")
    return clerk


async def drafted(house: House, code: str, text: str = "Xã sửa đoạn đường này trong quý I năm 2027.") -> Someone:
    """Let the economy office's officer, new to the house, draft an answer; returns that officer."""
    await assigned(house, code)
    officer = await house.official(f"officer-{code}", Role.AGENCY, "kinh-te")
    await officer.say(f"/traloi {code} {text}")
    await officer.tap("Gửi để duyệt")
    return officer
