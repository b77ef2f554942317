"""Attachments belong to a draft until it is sent, and to the concern from then on; on both engines."""

from datetime import timedelta

from storage import attachments
from storage.database import Database
from storage.ids import new_id
from storage.records import Attachment, AttachmentState
from storage.transaction import Transaction
from tests.house import NOON

LATER = NOON + timedelta(hours=1)


def attachment(identity_id: int = 1, office_id: int = 1, **details: object) -> Attachment:
    return Attachment.model_validate(
        {
            "office_id": office_id,
            "id": new_id(NOON),
            "identity_id": identity_id,
            "concern_id": None,
            "kind": "photo",
            "name": "Đường\u0309.jpg",
            "content_type": "image/jpeg",
            "size": 9,
            "channel": "telegram",
            "remote_ref": "r",
            "stored_as": "",
            "latitude": 21.0285,
            "longitude": 105.8542,
            "state": AttachmentState.PENDING,
            "attempts": 0,
            "not_before": NOON,
            "created_at": NOON,
            **details,
        }
    )


async def kept(database: Database, *made: Attachment) -> None:
    def unit(tx: Transaction) -> None:
        for each in made:
            attachments.add(tx, each)

    await database.write(unit)


async def test_what_was_kept_comes_back_as_it_was(database: Database) -> None:
    made = attachment()
    await kept(database, made)
    assert await database.read(lambda tx: attachments.of_identity_draft(tx, 1, 1)) == [made]


async def test_the_files_of_a_draft_go_to_the_concern_it_becomes_and_nobody_elses_do(database: Database) -> None:
    mine, second = attachment(), attachment()
    others = attachment(identity_id=2), attachment(office_id=2), attachment(concern_id=5)
    await kept(database, mine, second, *others)
    assert await database.write(lambda tx: attachments.attach_to(tx, 1, 1, 77)) == 2
    found = await database.read(lambda tx: attachments.of_concern(tx, 1, 77))
    assert [each.id for each in found] == [mine.id, second.id]
    assert await database.read(lambda tx: attachments.of_identity_draft(tx, 1, 1)) == []
    assert await database.read(lambda tx: attachments.of_identity_draft(tx, 1, 2)) == [others[0]]
    assert await database.read(lambda tx: attachments.of_concern(tx, 1, 5)) == [others[2]]
    assert await database.read(lambda tx: attachments.of_concern(tx, 2, 77)) == []


async def test_a_draft_that_is_dropped_takes_its_files_along_and_no_others(database: Database) -> None:
    others = attachment(identity_id=2), attachment(office_id=2), attachment(concern_id=5)
    await kept(database, attachment(), *others)
    assert await database.write(lambda tx: attachments.drop_drafts(tx, 1, 1)) == 1
    rows = await database.read(lambda tx: tx.all("SELECT id FROM attachment ORDER BY id"))
    assert [row["id"] for row in rows] == [each.id for each in others]


async def test_what_is_to_be_fetched_comes_oldest_first_and_not_before_its_time(database: Database) -> None:
    first, second, third = attachment(), attachment(office_id=2), attachment()
    later, done = attachment(not_before=LATER), attachment(state=AttachmentState.STORED)
    await kept(database, third, second, first, later, done)
    assert await database.read(lambda tx: attachments.pending(tx, NOON, 2)) == [first, second]
    assert await database.read(lambda tx: attachments.pending(tx, LATER, 9)) == [first, second, third, later]


async def test_a_stored_file_has_its_name_and_its_real_type(database: Database) -> None:
    made = attachment()
    await kept(database, made)
    await database.write(lambda tx: attachments.mark_stored(tx, made, "a.png", "image/png", 1234))
    [found] = await database.read(lambda tx: attachments.of_identity_draft(tx, 1, 1))
    assert found == made.model_copy(
        update={
            "state": AttachmentState.STORED,
            "stored_as": "a.png",
            "content_type": "image/png",
            "size": 1234,
            "attempts": found.attempts,
        }
    )
    assert await database.read(lambda tx: attachments.pending(tx, LATER, 9)) == []


async def test_a_file_ends_once(database: Database) -> None:
    made = attachment()
    await kept(database, made)
    assert await database.write(lambda tx: attachments.mark_ended(tx, made, AttachmentState.REFUSED))
    assert not await database.write(lambda tx: attachments.mark_ended(tx, made, AttachmentState.LOST))
    [found] = await database.read(lambda tx: attachments.of_identity_draft(tx, 1, 1))
    assert found.state is AttachmentState.REFUSED


async def test_a_file_to_be_tried_again_waits_and_remembers_how_often(database: Database) -> None:
    made = attachment()
    await kept(database, made)
    for _ in range(2):
        await database.write(lambda tx: attachments.mark_retry(tx, made, LATER))
    assert await database.read(lambda tx: attachments.pending(tx, NOON, 9)) == []
    [found] = await database.read(lambda tx: attachments.pending(tx, LATER, 9))
    assert (found.attempts, found.not_before) == (2, LATER)
