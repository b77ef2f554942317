"""The worker that draws: each request once, whatever stops in between; what cannot be drawn is said and given up."""

import asyncio
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document

from bot.documents.work import Drawing, Job, PaperJob
from bot.papers import AGAIN_AFTER, LEASE, MOST_ATTEMPTS, DrawingFailed, Told, draw_apart
from bot.sweep import sweep_files
from handlers.papers.families import Family
from handlers.papers.tables import Heading
from storage.database import Database
from storage.records import PaperKind, Role, Work
from tests.documents.reading import text_of
from tests.house import CHANNELS, NOON, House
from tests.milestones.planned import COUNCIL, local, planned
from tests.official.sessions_at_work import run, staff
from tests.official.writing import a_concern, a_resident, acts
from tests.papers.drawn import got, made, maker_for, store


async def dies(job: Job, folder: Path, told: Told) -> Drawing:
    """A child that was killed."""
    del job, folder, told
    raise DrawingFailed("exit_-9")


async def states(house: House) -> list[tuple[object, object]]:
    return [(row["state"], row["attempts"]) for row in await house.rows("SELECT state, attempts FROM document_request")]


async def until_taken(house: House) -> None:
    """Until a worker has taken the only request."""
    while await states(house) != [("queued", 1)]:  # noqa: ASYNC110 - the row is what is waited for
        await asyncio.sleep(0)


async def test_a_request_that_was_taken_when_the_bot_was_killed_is_made_once_after_it_starts_again(
    database: Database, tmp_path: Path
) -> None:
    house = await House.build(database)
    hoa, _ = await staff(house)
    await hoa.say("/baocao thongbao")
    killed = asyncio.create_task(maker_for(house, tmp_path, draw=_never).make_due(house.at))
    await until_taken(house)
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)
    maker = maker_for(house, tmp_path)
    assert await made(house, maker) == 0
    await maker.begin(house.at, alone=True)
    assert await made(house, maker) == 1
    assert await made(house, maker) == 0
    assert [name for name in await got(hoa, tmp_path) if "Thông báo (" in name] == ["Thông báo (dự thảo).docx"]


async def _never(job: Job, folder: Path, told: Told) -> Drawing:
    del job, folder, told
    await asyncio.Event().wait()
    raise AssertionError("nobody sets it")


async def test_without_another_start_a_request_is_free_again_after_its_lease(
    database: Database, tmp_path: Path
) -> None:
    house = await House.build(database)
    hoa, _ = await staff(house)
    await hoa.say("/baocao thongbao")
    killed = asyncio.create_task(maker_for(house, tmp_path, draw=_never).make_due(house.at))
    await until_taken(house)
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)
    house.at += LEASE
    assert await made(house, maker_for(house, tmp_path)) == 1


async def test_two_workers_make_a_request_once(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    hoa, _ = await staff(house)
    await hoa.say("/baocao thongbao")
    await asyncio.gather(*(maker_for(house, tmp_path).make_due(house.at) for _ in range(2)))
    assert await states(house) == [("done", 1)]
    sent = [reply for reply in await hoa.heard() if reply.text.startswith("Đã lập xong")]
    assert len(sent) == 1


async def test_what_cannot_be_drawn_is_tried_a_few_times_and_then_said(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    hoa, _ = await staff(house)
    await hoa.say("/baocao thongbao")
    maker = maker_for(house, tmp_path, draw=dies)
    for _ in range(MOST_ATTEMPTS + 2):
        await maker.make_due(house.at)
        house.at += AGAIN_AFTER
    assert await states(house) == [("failed", MOST_ATTEMPTS + 1)]
    await hoa.heard()
    assert hoa.last.text.startswith("Chưa lập được: Thông báo. Đã thử nhiều lần")
    assert await got(hoa, tmp_path) == {}


async def test_a_faulty_template_of_the_office_gives_its_sentence_and_nothing_else(
    database: Database, tmp_path: Path
) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    folder = tmp_path / "mau" / "khong-ke-hoach"
    folder.mkdir(parents=True)
    (folder / "thong-bao.docx").write_bytes(b"PK no archive")
    await hoa.say("/baocao thongbao")
    await made(house, maker_for(house, tmp_path, templates=tmp_path / "mau"))
    await hoa.heard()
    assert hoa.last.text.startswith("Chưa lập được: Thông báo (dự thảo). thong-bao.docx: không phải tệp DOCX")
    assert await got(hoa, tmp_path) == {}
    (row,) = await house.rows("SELECT id, files FROM paper")
    assert row["files"] == "[]"
    await minh.press(f"/baocao duyet {row['id']}")
    assert await acts(house, "release_paper") == 0


async def test_an_offices_own_template_is_used(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    hoa, _ = await staff(house)
    folder = tmp_path / "mau" / "khong-ke-hoach"
    folder.mkdir(parents=True)
    document = Document()
    document.add_paragraph("MẪU RIÊNG CỦA XÃ: {{ issuer }}, tại {{ meeting.where }}")
    document.save(str(folder / "thong-bao.docx"))
    await hoa.say("/baocao thongbao")
    await made(house, maker_for(house, tmp_path, templates=tmp_path / "mau"))
    words = text_of((await got(hoa, tmp_path))["Thông báo (dự thảo).docx"])
    assert "MẪU RIÊNG CỦA XÃ: Đảng ủy xã Thử, tại Hội trường xã Thử" in words
    assert "DỰ THẢO" in words


async def test_progress_is_told_where_words_are_replaced_and_nowhere_else(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    hoa = await house.official("hoa", Role.OFFICE)
    bao = await house.official("bao", Role.OFFICE, channel="zalo_bot")
    for someone in (hoa, bao):
        await someone.say("/baocao tonghop")
        await made(house, maker_for(house, tmp_path))
    rows = await house.deliveries()
    told = [row for row in rows if "Báo cáo tổng hợp (dự thảo), " in row.body]
    assert {row.address for row in told} == {"hoa"}
    assert len({row.update_key for row in told}) == 1
    assert not CHANNELS["zalo_bot"].edits
    assert "Báo cáo tổng hợp (dự thảo).docx" in await got(bao, tmp_path)


async def test_the_child_ends_when_the_worker_is_cancelled_and_its_failure_is_an_error(
    database: Database, tmp_path: Path
) -> None:
    house = await House.build(database)
    hoa, _ = await staff(house)
    await hoa.say("/baocao thongbao")
    work = asyncio.create_task(maker_for(house, tmp_path, draw=draw_apart).make_due(house.at))
    await until_taken(house)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert await states(house) == [("queued", 1)]


async def test_the_picture_of_the_deadlines_follows_the_words(database: Database, tmp_path: Path) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 1))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/hanchot hinh")
    assert "Sắp đến hạn:" in hoa.last.text
    assert await made(house, maker_for(house, tmp_path)) == 1
    files = await got(hoa, tmp_path)
    assert files
    assert all(data.startswith(b"\x89PNG") for data in files.values())
    await hoa.say("/hanchot")
    assert await made(house, maker_for(house, tmp_path)) == 0


async def test_what_has_no_day_is_a_short_list_beside_the_pictures_and_in_none_of_them(
    database: Database, tmp_path: Path
) -> None:
    house = await planned(database, "giao-minh-2025", local(2025, 11, 10))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/hanchot hinh")
    waiting = int(hoa.last.text.partition("Chưa có ngày: ")[2].partition(" ")[0])
    assert waiting > 10
    await made(house, maker_for(house, tmp_path))
    heard = await hoa.heard()
    assert sum(len(reply.files) for reply in heard) == 2
    (asked,) = await house.rows("SELECT content FROM document_request")
    assert all(entry["due"] for entry in json.loads(str(asked["content"]))["timeline"])
    (sent,) = [reply for reply in heard if "Việc chưa có ngày:" in reply.text]
    listed = sent.text.partition("Việc chưa có ngày:\n")[2].splitlines()
    assert [line[:2] for line in listed[:10]] == ["- "] * 10
    assert listed[10].startswith("… và ")


async def test_where_nothing_has_a_day_yet_the_list_is_all_there_is(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 1))
    hoa = await house.official("hoa", Role.OFFICE)
    await house.database.write(
        lambda tx: tx.run("UPDATE milestone SET due_on = NULL, extended_on = NULL, due_time = NULL")
    )
    await hoa.say("/hanchot hinh")
    assert "Việc chưa có ngày:\n- " in hoa.last.text
    assert await house.rows("SELECT id FROM document_request") == []


async def test_files_that_papers_name_are_not_swept_away(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    hoa, _ = await staff(house)
    await hoa.say("/baocao thongbao")
    await made(house, maker_for(house, tmp_path))
    await house.database.write(lambda tx: tx.run("DELETE FROM delivery"))
    assert store(tmp_path).every()
    removed = await sweep_files(house.database, store(tmp_path), house.at + timedelta(days=400))
    assert removed == 0


async def test_what_a_killed_process_left_in_the_folder_is_cleared_and_a_made_request_leaves_nothing(
    database: Database, tmp_path: Path
) -> None:
    house = await House.build(database)
    hoa, _ = await staff(house)
    left = tmp_path / "drawing" / "left"
    left.mkdir(parents=True)
    (left / "job.json").write_text("{}")
    os.utime(left, (0, 0))
    maker = maker_for(house, tmp_path)
    await maker.begin(house.at, alone=False)
    await hoa.say("/baocao thongbao")
    await made(house, maker)
    assert list((tmp_path / "drawing").iterdir()) == []


async def test_an_error_of_the_child_is_known_by_its_name_alone(tmp_path: Path) -> None:
    async def told(done: int, of: int) -> None:
        raise AssertionError(f"nothing is done: {done} of {of}")

    heading = Heading(office="Xã Thử", title="Thông báo", as_of=NOON.date())
    paper = PaperJob(
        kind=PaperKind.NOTICE,
        title="Thông báo",
        content='{"meeting": "lời của người dân"}',
        family=Family.STATE,
        office="Xã Thử",
        as_of=NOON.date(),
    )
    with pytest.raises(DrawingFailed) as caught:
        await draw_apart(Job(work=Work.PAPER, heading=heading, family=Family.STATE, paper=paper), tmp_path, told)
    assert str(caught.value) == "ValidationError"


async def test_whose_rights_ended_meanwhile_gets_no_paper(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    for someone in (hoa, minh):
        await someone.say("/baocao phatbieu")
    await run(house, "UPDATE official SET removed_at = :at WHERE name = 'Hoa'", at=house.at)
    assert await made(house, maker_for(house, tmp_path)) == 2
    assert await got(hoa, tmp_path) == {}
    assert list(await got(minh, tmp_path)) == ["Phiếu đăng ký phát biểu.docx"]
