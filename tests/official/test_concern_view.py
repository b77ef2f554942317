"""One concern, whole: what stands in it, for whom, and what may be done from it."""

import pytest

from storage import attachments, concerns, people
from storage.database import Database
from storage.ids import new_id
from storage.records import Attachment, AttachmentState, Role
from storage.transaction import Transaction
from tests.house import House, Someone
from tests.official.writing import TEXT, a_concern, a_resident, acts, assigned, drafted


def labels(someone: Someone) -> list[str]:
    return [choice.label for choice in someone.last.choices]


async def a_file(house: House, sender: Someone, code: str, state: AttachmentState, kind: str = "photo") -> None:
    """Give a concern a file in this state; a place has no bytes."""

    def add(tx: Transaction) -> None:
        identity = people.find_identity(tx, house.office.id, sender.channel, sender.name)
        concern = concerns.find_concern(tx, house.office.id, code)
        assert identity is not None
        assert concern is not None
        attachments.add(
            tx,
            Attachment(
                office_id=house.office.id,
                id=new_id(house.at),
                identity_id=identity.id,
                concern_id=concern.id,
                kind=kind,
                name="anh.jpg",
                content_type="image/jpeg",
                size=100,
                channel=sender.channel,
                remote_ref="ref",
                stored_as="ab/cd.jpg" if state is AttachmentState.STORED and kind == "photo" else "",
                latitude=20.25 if kind == "location" else None,
                longitude=106.4 if kind == "location" else None,
                state=state,
                attempts=0,
                not_before=house.at,
                created_at=house.at,
            ),
        )

    await house.database.write(add)


async def test_the_desk_sees_the_whole_text_as_it_was_written(database: Database) -> None:
    house = await House.build(database)
    text = "  <b>Đường</b> *hỏng* {code}\n\n💧 \u202eabc " + "rất dài " * 1_500
    await a_concern(house, await a_resident(house), text)
    hoa = await house.official("hoa", Role.OFFICE)
    replies = await hoa.say("/xem gm1")
    joined = "".join(reply.text for reply in replies)
    assert len(replies) > 2
    assert "<b>Đường</b> *hỏng* {code}" in joined
    assert joined.count("rất dài") == 1_500
    for words in ("GM-0001 · chưa giao", "Giao thông (máy gợi ý)", "phản ánh (máy gợi ý)", "Phiên: Đối thoại với"):
        assert words in joined
    assert labels(hoa)[0] == "Giao cơ quan trả lời"
    assert await acts(house, "read") == 1


async def test_the_senders_name_is_for_the_desk_and_their_address_for_nobody(database: Database) -> None:
    house = await House.build(database)
    await assigned(house, await a_concern(house, await a_resident(house, "lan-0912")))
    heard = {}
    for role in (Role.OFFICE, Role.COMMITTEE, Role.CHAIR, Role.AGENCY):
        reader = await house.official(f"reader-{role}", role, "kinh-te" if role is Role.AGENCY else None)
        heard[role] = "".join(reply.text for reply in await reader.say("/xem 1"))
    assert {role for role, text in heard.items() if "Lan-0912" in text} == {Role.OFFICE, Role.COMMITTEE}
    assert all("lan-0912" not in text and "Thôn Giữa" in text for text in heard.values())


async def test_stored_files_go_along_and_the_others_are_counted(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    code = await a_concern(house, lan)
    for state in (AttachmentState.STORED, AttachmentState.PENDING, AttachmentState.PENDING, AttachmentState.LOST):
        await a_file(house, lan, code, state)
    await a_file(house, lan, code, AttachmentState.STORED, "location")
    hoa = await house.official("hoa", Role.OFFICE)
    replies = await hoa.say(f"/xem {code}")
    assert [file.stored_as for reply in replies for file in reply.files] == ["ab/cd.jpg"]
    joined = "\n".join(reply.text for reply in replies)
    assert "2 tệp đang được tải về" in joined
    assert "1 tệp không nhận được" in joined
    assert "Vị trí gửi kèm: 20.25000, 106.40000" in joined


async def test_what_was_done_is_told_in_words_with_reasons(database: Database) -> None:
    house = await House.build(database)
    code = await a_concern(house, await a_resident(house))
    officer = await drafted(house, code, "Xã đã ghi nhận.")
    cuc = await house.official("cuc", Role.COMMITTEE)
    await cuc.say(f"/duyet {code}")
    await cuc.tap("Trả lại")
    await cuc.say("Chưa nói bao giờ sửa")
    await officer.say(f"/tralai {code} Việc của Phòng Văn hóa")
    await cuc.say(f"/xem {code}")
    for words in (
        "giao Phòng Kinh tế, hạn 22/12/2026",
        "soạn dự thảo trả lời",
        "Cuc trả lại dự thảo: Chưa nói bao giờ sửa",
        "(Phòng Kinh tế) trả lại: Việc của Phòng Văn hóa",
    ):
        assert words in cuc.last.text


@pytest.mark.parametrize("role", [Role.OFFICE, Role.COMMITTEE, Role.CHAIR])
async def test_a_suspected_denunciation_is_answered_like_a_code_that_does_not_exist(
    database: Database, role: Role
) -> None:
    house = await House.build(database)
    code = await a_concern(house, await a_resident(house), "Ông A nhận hối lộ", protected=True)
    reader = await house.official("reader", role)
    (secret,) = await reader.say(f"/xem {code}")
    (missing,) = await reader.say("/xem GM-0999")
    assert secret.text == missing.text.replace("GM-0999", code)
    assert secret.choices == missing.choices == ()
    assert await acts(house, "refused_concern") == 2


@pytest.mark.parametrize("command", ["/xem", "/giao", "/traloi", "/duyet", "/linhvuc", "/chuyen", "/ngoai", "/tocao"])
async def test_no_command_of_the_desk_opens_a_suspected_denunciation(database: Database, command: str) -> None:
    house = await House.build(database)
    code = await a_concern(house, await a_resident(house), "Ông A nhận hối lộ", protected=True)
    hoa = await house.official("hoa", Role.OFFICE)
    replies = await hoa.say(f"{command} {code} kinh-te")
    assert [reply.text.startswith("Không có ý kiến mã") for reply in replies] == [True]
    assert await acts(house, "refused_concern") == 1


@pytest.mark.parametrize("command", ["/xem", "/traloi", "/tralai"])
async def test_an_agency_that_asks_for_anothers_concern_is_refused_and_logged(database: Database, command: str) -> None:
    house = await House.build(database)
    code = await a_concern(house, await a_resident(house))
    await assigned(house, code, "kinh-te")
    van = await house.official("van", Role.AGENCY, "van-hoa")
    replies = await van.say(f"{command} {code} Đây là lý do")
    assert [reply.text for reply in replies] == [
        f"Không có ý kiến mã {code} trong phạm vi ông/bà được xem. Lần hỏi này đã được ghi lại."
    ]
    assert TEXT[:20] not in "".join(reply.text for reply in await van.heard())
    assert await acts(house, "refused_concern") == 1


async def test_guessing_codes_gives_an_agency_nothing_and_every_guess_is_logged(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    for _ in range(3):
        await a_concern(house, lan)
    await a_concern(house, lan, "Ông A nhận hối lộ", protected=True)
    van = await house.official("van", Role.AGENCY, "van-hoa")
    sentences = {(await van.say(f"/xem {n}"))[0].text.replace(f"GM-{n:04d}", "…") for n in range(1, 8)}
    assert len(sentences) == 1
    assert await acts(house, "refused_concern") == 7


@pytest.mark.parametrize("typed", ["gm1", "GM 0001", "1", "gm-0001", " #1 "])
async def test_a_code_may_be_typed_in_many_ways(database: Database, typed: str) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say(f"/xem {typed}")
    assert hoa.last.text.endswith("GM-0001?")


async def test_without_a_code_it_is_asked_for_and_what_is_none_is_asked_for_again(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/xem")
    assert "gõ mã ý kiến" in hoa.last.text
    await hoa.say("con đường")
    assert "không đọc được mã" in hoa.last.text
    await hoa.say("gm 1")
    assert hoa.last.text.endswith("GM-0001?")


async def test_a_topic_is_confirmed_by_an_official(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/xem 1")
    await hoa.tap("Đổi lĩnh vực")
    await hoa.tap("Môi trường")
    await hoa.say("/linhvuc 1 dat dai")
    assert hoa.last.text == "GM-0001: lĩnh vực Đất đai."
    replies = await hoa.say("/xem 1")
    assert "Lĩnh vực: Đất đai (cán bộ xác định)" in replies[0].text
    assert await acts(house, "set_topic") == 2
