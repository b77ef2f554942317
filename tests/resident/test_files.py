"""Photos, voice notes, documents and places: with the text, before it, after it, and instead of it."""

import pytest

from handlers.messages import InboundFile
from handlers.rules.concerns import MOST_FILES
from storage import attachments
from storage.database import Database
from storage.records import Attachment, AttachmentState
from tests.house import House
from tests.resident.talking import PHOTO, PLACE, POTHOLE, VOICE, code_in, concern, count, entered, labels, sent


async def files_of(house: House, code: str) -> list[Attachment]:
    kept = await concern(house, code)
    return await house.database.read(lambda tx: attachments.of_concern(tx, house.office.id, kept.id))


async def test_a_photo_may_come_with_the_text(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE, files=(PHOTO,))
    await lan.tap("Giao thông")
    assert "Gửi kèm: 1 ảnh" in lan.last.text
    await lan.tap("Gửi")
    (photo,) = await files_of(house, "GM-0001")
    assert (photo.kind, photo.remote_ref, photo.state) == ("photo", "photo-1", AttachmentState.PENDING)


async def test_a_photo_may_come_before_the_text(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("", files=(PHOTO,))
    assert "Tôi đã nhận 1 ảnh" in lan.last.text
    await lan.say("", files=(VOICE, PLACE))
    assert "Tôi đã nhận 3 ảnh" in lan.last.text
    await sent(lan)
    assert [file.kind for file in await files_of(house, "GM-0001")] == ["photo", "voice", "location"]


async def test_files_may_come_at_every_step_and_the_question_goes_on_waiting(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/gopy")
    await lan.say(POTHOLE)
    asked = labels(lan.last)
    await lan.say("", files=(PHOTO,))
    assert "có 1 ảnh" in lan.last.text
    assert labels(lan.last) == asked
    await lan.tap("Giao thông")
    await lan.say("", files=(VOICE,))
    assert "có 2 ảnh" in lan.last.text
    await lan.tap("Thêm ảnh")
    await lan.say("", files=(PHOTO,))
    await lan.say("thêm ảnh cầu", files=(PHOTO,))
    assert "Gửi kèm: 4 ảnh" in lan.last.text
    await lan.tap("Sửa lời")
    await lan.say("", files=(PLACE,))
    assert "có 5 ảnh" in lan.last.text
    await lan.tap("Giữ lời cũ")
    await lan.tap("Gửi")
    assert len(await files_of(house, "GM-0001")) == 5
    assert (await concern(house, "GM-0001")).text == f"{POTHOLE}\nthêm ảnh cầu"


async def test_adding_files_ends_with_done(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.tap("Giao thông")
    await lan.tap("Thêm ảnh")
    await lan.say("", files=(PHOTO,))
    await lan.tap("Xong")
    assert "Gửi kèm: 1 ảnh" in lan.last.text


async def test_a_file_whose_caption_is_a_choice_is_kept_and_the_choice_made(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.say("Giao thông", files=(PHOTO,))
    await lan.say("gửi", files=(PHOTO,))
    assert len(await files_of(house, code_in(lan.last))) == 2


@pytest.mark.parametrize(
    ("file", "summary"),
    [(VOICE, "(gửi bằng giọng nói)"), (PHOTO, "(gửi bằng ảnh)"), (PLACE, "(gửi bằng vị trí)")],
)
async def test_a_voice_note_or_photo_alone_may_be_the_whole_concern(
    database: Database, file: InboundFile, summary: str
) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("", files=(file,))
    await lan.tap("Không viết thêm")
    await lan.tap("Giao thông")
    await lan.tap("Gửi")
    kept = await concern(house, code_in(lan.last))
    assert (kept.text, kept.summary) == ("", summary)
    assert len(await files_of(house, kept.code)) == 1


async def test_without_words_and_files_there_is_nothing_to_send(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/gopy")
    await lan.say("   ")
    assert "Xin ông/bà viết ý kiến" in lan.last.text
    assert await count(database, "concern") == 0


async def test_a_place_and_a_file_on_disk_need_no_fetching(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    upload = InboundFile(kind="document", name="don.pdf", content_type="application/pdf", size=9, stored_as="ab/cd.pdf")
    await lan.say(POTHOLE, files=(PLACE, upload))
    await lan.tap("Giao thông")
    await lan.tap("Gửi")
    place, document = await files_of(house, "GM-0001")
    assert (place.state, place.latitude, place.longitude) == (AttachmentState.STORED, 20.25, 106.5)
    assert (document.state, document.stored_as, document.name) == (AttachmentState.STORED, "ab/cd.pdf", "don.pdf")


async def test_more_files_than_a_concern_may_carry_are_refused_aloud(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE, files=(PHOTO,) * (MOST_FILES - 1))
    await lan.say("", files=(PHOTO,) * 3)
    assert "Có 2 ảnh hoặc tệp chưa nhận được" in lan.last.text
    await lan.tap("Giao thông")
    await lan.tap("Gửi")
    assert len(await files_of(house, "GM-0001")) == MOST_FILES


async def test_too_many_files_before_consent_or_beside_a_draft_are_refused_aloud(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    (reply,) = await lan.say(POTHOLE, files=(PHOTO,) * (MOST_FILES + 2))
    assert "Có 2 ảnh hoặc tệp chưa nhận được" in reply.text
    await lan.tap("Đồng ý")
    await lan.tap("Thôn Giữa")
    assert await count(database, "attachment") == MOST_FILES
    await lan.say("/lich")
    await lan.say("", files=(PHOTO,) * (MOST_FILES + 1))
    assert "Có 1 ảnh hoặc tệp chưa nhận được" in lan.last.text
    await lan.tap("Có, ghép vào")
    assert f"Có {MOST_FILES} ảnh hoặc tệp chưa nhận được" in lan.last.text


async def test_a_photo_sent_too_late_can_join_the_last_concern(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await sent(lan)
    house.later(hours=2)
    await lan.say("", files=(PHOTO,))
    await lan.tap("Thêm vào ý kiến GM-0001")
    assert "Đã thêm 1 ảnh" in lan.last.text
    assert len(await files_of(house, "GM-0001")) == 1
    assert await count(database, "concern") == 1


async def test_a_photo_of_days_later_begins_a_new_concern(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await sent(lan)
    house.later(days=2)
    await lan.say("", files=(PHOTO,))
    assert labels(lan.last) == ["Không viết thêm"]


async def test_photos_of_one_minute_change_one_message_and_a_later_one_gets_its_own(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    keys = [(await lan.say("", files=(PHOTO,)))[-1].update_key for _ in range(5)]
    assert "có 5 ảnh" in lan.last.text
    house.later(minutes=5)
    keys += [(await lan.say("", files=(PHOTO,)))[-1].update_key]
    assert None not in keys
    assert [keys.count(key) for key in dict.fromkeys(keys)] == [5, 1]


async def test_a_draft_with_files_that_is_dropped_takes_its_files_along(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE, files=(PHOTO, PHOTO))
    await lan.say("/huy")
    assert "2 ảnh hoặc tệp" in lan.last.text
    assert await count(database, "attachment") == 0
    await sent(lan)
    assert await files_of(house, "GM-0001") == []


async def test_a_file_that_could_not_be_kept_is_told_when_tracking(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE, files=(PHOTO, PHOTO))
    await lan.tap("Giao thông")
    await lan.tap("Gửi")
    first = (await files_of(house, "GM-0001"))[0]
    await database.write(lambda tx: attachments.mark_ended(tx, first, AttachmentState.LOST))
    await lan.say("/tracuu GM-0001")
    assert "Gửi kèm: 2 ảnh" in lan.last.text
    assert "Có 1 ảnh hoặc tệp không lưu được" in lan.last.text
