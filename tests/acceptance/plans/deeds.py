"""What people of a plan do, each thing from its first word to its last tap: by chat alone."""

import re
from collections.abc import Mapping

from handlers.milestones.words import line
from handlers.rules.milestone_clock import Standing, standing
from handlers.texts import Texts
from storage.records import SessionState
from tests.acceptance.plans.town import Town
from tests.house import Someone

CODE = re.compile(r"\b[A-Z]{2,5}-\d{4}\b")


async def sends(someone: Someone, text: str, topic: str = "Việc khác") -> str:
    """A resident writes a concern and sends it; returns its code."""
    code = await _sends(someone, text, topic)
    assert "giữ kín" not in someone.last.text, "nobody was accused"
    return code


async def _sends(someone: Someone, text: str, topic: str) -> str:
    await someone.say(text)
    if offers(someone, "Vẫn gửi"):  # it looks like a complaint: there is a procedure for those, and they know it now
        await someone.tap("Vẫn gửi")
    await chooses_topic(someone, topic)
    await someone.tap("Gửi")
    found = CODE.search(someone.last.text)
    assert found is not None, someone.last.text
    return found.group()


async def chooses_topic(someone: Someone, topic: str) -> None:
    """Take a topic of those that are guessed, or of all."""
    if not offers(someone, topic):
        await someone.tap("Chọn lĩnh vực khác")
    await someone.tap(topic)


def offers(someone: Someone, label: str) -> bool:
    """Whether the last thing said offers this."""
    return any(choice.label.startswith(label) for choice in someone.last.choices)


async def accuses(someone: Someone, text: str) -> str:
    """A resident sends what looks like a denunciation: it is closed at once and not repeated; returns its code."""
    code = await _sends(someone, text, "Việc khác")
    assert "giữ kín" in someone.last.text, someone.last.text
    return code


async def registers(someone: Someone, content: str, topic: str = "Việc khác", session: str = "") -> str:
    """A resident registers to speak; returns what they are told last."""
    await someone.say("/dangky")
    if session:
        await someone.tap(session)
    await chooses_topic(someone, topic)
    await someone.say(content)
    await someone.tap("Gia đình")
    await someone.tap("Đăng ký")
    return someone.last.text


async def announces(drafter: Someone, releaser: Someone, words: str, audience: str = "Mọi người") -> None:
    """One official writes an announcement, another releases it at once."""
    await drafter.say("/thongbao moi")
    await drafter.say(words)
    await drafter.tap(audience)
    await drafter.tap("Ngay sau khi duyệt")
    await drafter.tap("Trình duyệt")
    await releaser.heard()
    await releaser.tap("Xem thông báo")
    await releaser.tap("Duyệt và gửi")
    assert "đang gửi" in releaser.last.text, releaser.last.text


async def fixes(office: Someone, session: str, **changed: str) -> str:
    """The office changes a session («when», «venue», «closes»; «announce» with "") and saves; returns what was shown
    before saving.
    """
    labels = {"when": "Sửa thời gian", "venue": "Sửa địa điểm", "closes": "Sửa hạn", "announce": "Công bố"}
    await office.say("/phien")
    await office.press(named(office, session))
    for field, typed in changed.items():
        await office.tap(labels[field])
        if typed:
            await office.say(typed)
    shown = office.last.text
    await office.tap("Lưu")
    if any(choice.label.startswith("Lưu và báo") for choice in office.last.choices):
        shown += f"\n\n{office.last.text}"
        await office.tap("Lưu và báo")
    assert "Đã lưu" in office.last.text, office.last.text
    return shown


def named(someone: Someone, title: str) -> str:
    """The value of the choice that belongs to the numbered line with this title in it: labels are cut short."""
    titles = re.findall(r"^\d+\. (.*)$", someone.last.text, re.MULTILINE)
    (found,) = [n for n, line in enumerate(titles) if title in line]
    return someone.last.choices[found].value


async def assigns(office: Someone, code: str, agency: str, day: str = "") -> None:
    """The office gives a concern to an agency, with the usual day or one of its own."""
    await office.say(f"/giao {code}")
    await office.tap(agency)
    await (office.say(day) if day else office.tap("Theo quy định"))
    assert "Đã giao" in office.last.text, office.last.text


async def answers(agency: Someone, releaser: Someone, code: str, words: str) -> None:
    """An agency drafts, a second person releases and publishes."""
    await agency.say(f"/traloi {code} {words}")
    await agency.tap("Gửi để duyệt")
    await releaser.say(f"/duyet {code}")
    await releaser.tap("Duyệt, gửi và công bố")
    assert "Đã duyệt" in releaser.last.text, releaser.last.text


async def extends(office: Someone, what: str, day: str, reason: str) -> None:
    """The office gives more time, with the reason that is told."""
    await office.say(f"/giahan {what}")
    await office.say(day)
    await office.say(reason)
    await office.tap("Gia hạn và báo")


async def begins_conclusion(chair: Someone, session: str, words: str) -> None:
    """The chair, or who writes for them, begins the conclusion of a session that was held."""
    await _opens_conclusion(chair, session)
    await chair.tap("Viết lời kết luận")
    await chair.say(words)


async def _opens_conclusion(chair: Someone, session: str) -> None:
    await chair.say("/ketluan")
    await chair.press(named(chair, session))


async def decides(chair: Someone, session: str, outcomes: Mapping[str, tuple[str, ...]]) -> None:
    """What the conclusion says of each concern that is still open: by its code, the words that are tapped or typed."""
    await _opens_conclusion(chair, session)
    await chair.tap("Tiếp tục từng ý kiến")
    for _ in outcomes:
        outcome, *rest = outcomes[CODE.findall(chair.last.text)[-1]]
        await chair.tap(outcome)
        for each in rest:
            await (chair.tap(each) if offers(chair, each) else chair.say(each))
    assert "Không còn ý kiến nào" in chair.last.text, chair.last.text


async def hands_in(chair: Someone, releaser: Someone, session: str) -> None:
    """The conclusion goes to a second person, who releases it."""
    await _opens_conclusion(chair, session)
    await chair.tap("Trình duyệt")
    await releaser.heard()
    await releaser.tap("Xem kết luận")
    await releaser.tap("Duyệt và gửi")
    assert "Đã duyệt" in releaser.last.text, releaser.last.text


async def marks(someone: Someone, town: Town, key: str, debtor: str = "", session: str = "") -> str:
    """Somebody says that what they owe is done; returns what they are told."""
    milestone = await town.promise(key, debtor, session)
    await someone.say(f"/xongviec {milestone.id}")
    return someone.last.text


async def waives(office: Someone, town: Town, key: str, reason: str, debtor: str = "", session: str = "") -> str:
    """The office says with a reason that something is not owed this time."""
    milestone = await town.promise(key, debtor, session)
    await office.say(f"/xongviec bo {milestone.id}")
    await office.say(reason)
    return office.last.text


async def everything_is_closed(town: Town, session: str) -> None:
    """Nothing of a session is left open: it is concluded, and every promise is done, waived or over."""
    assert (await town.session_of(session)).state is SessionState.CONCLUDED
    over = {Standing.DONE, Standing.DONE_LATE, Standing.WAIVED, Standing.PASSED}
    left = [one for one in await town.milestones(session) if standing(one, town.at) not in over]
    assert left == [], [line(Texts("vi"), one, town.at) for one in left]


async def has_nothing_left(official: Someone) -> None:
    """The list of deadlines of an official has nothing late, due or waiting any more."""
    await official.say("/hanchot")
    for heading in ("Trễ hạn", "Sắp đến hạn", "Tiếp theo", "Chưa có ngày"):
        assert heading not in official.last.text, official.last.text


async def nobody_read(town: Town, secret: str, code: str, readers: tuple[str, ...]) -> None:
    """Neither the words nor the code of a protected concern went to anybody but these."""
    for row in await town.deliveries():
        if row.address not in readers:
            assert secret not in row.body, row.body
            assert code not in row.body, row.body


async def ticks_off(town: Town, by: dict[str, Someone], session: str = "") -> None:
    """Everything that still waits is marked done, by who owes it; «» in `by` stands for who keeps all in view."""
    for milestone in await town.milestones(session):
        if milestone.is_open and not milestone.is_moment:
            someone = by.get(milestone.debtor, by[""])
            await someone.say(f"/xongviec {milestone.id}")
            assert "Đã ghi nhận xong" in someone.last.text, someone.last.text
