"""A suspected denunciation stands in no paper, table, picture, archive or overview, whenever it was closed."""

import asyncio
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.papers.gather import NothingToSay, source_of
from handlers.papers.gather_before import slips
from handlers.papers.gather_report import counts
from handlers.papers.kinds import SORTS, packed
from storage import answers, closures, concerns, conclusions, people, registrations, sessions
from storage.database import Database, open_database
from storage.ids import new_id
from storage.records import (
    Answer,
    Closure,
    Concern,
    ConcernState,
    Conclusion,
    ConclusionItem,
    DraftState,
    Kind,
    Outcome,
    Registration,
    RegistrationState,
)
from storage.transaction import Transaction
from tests.house import House, Someone
from tests.official.sessions_at_work import run, staff
from tests.official.test_conclude_release import handed_in, opened
from tests.official.writing import a_concern, a_resident, acts
from tests.papers.drawn import got, made, maker_for, words_of

MARKER = "Zyxwvut"
WORDS = ("giaymoi", "thongbao", "tonghop", "bienban", "ketluan", "theodoi", "phatbieu", "bieudo", "hoso")


async def speaks_on(house: House, someone: Someone, code: str, number: int) -> None:
    """Register somebody to speak on a concern of theirs."""
    session = await house.session()

    def add(tx: Transaction) -> None:
        identity = people.find_identity(tx, house.office.id, someone.channel, someone.name)
        concern = concerns.find_concern(tx, house.office.id, code)
        assert identity is not None
        assert concern is not None
        registrations.add_registration(
            tx,
            Registration(
                office_id=house.office.id,
                id=new_id(house.at),
                session_id=session.id,
                person_id=identity.person_id,
                identity_id=identity.id,
                number=number,
                topic="other",
                content=concern.text,
                concern_id=concern.id,
                representing="self",
                state=RegistrationState.REGISTERED,
                created_at=house.at,
                withdrawn_at=None,
            ),
        )

    await house.database.write(add)


async def all_papers(house: House, someone: Someone, folder: Path, codes: list[str]) -> str:
    """Every word of everything that can be asked for, and of what was said about it."""
    maker = maker_for(house, folder)
    for word in (*WORDS, *(f"phieuchuyen {code}" for code in codes)):
        await someone.say(f"/baocao {word}")
        await made(house, maker)
    await someone.say("/baocao")
    await someone.say("/baocao phieuchuyen")
    said = "\n".join(reply.text for reply in await someone.heard())
    return words_of(await got(someone, folder)) + said


async def test_a_protected_concern_is_in_no_paper_at_all(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    lan, ba = await a_resident(house), await a_resident(house, "ba")
    open_code = await a_concern(house, lan)
    code = await a_concern(house, ba, f"Cán bộ {MARKER} nhận tiền.", topic="other", protected=True)
    await speaks_on(house, lan, open_code, 1)
    await speaks_on(house, ba, code, 2)
    hoa, minh = await staff(house)
    await handed_in(house, hoa, "Giao")
    await opened(minh)
    await minh.tap("Duyệt và gửi")
    words = await all_papers(house, hoa, tmp_path, [])
    assert open_code in words
    assert "1 ý kiến" in words
    assert MARKER not in words
    assert code not in words


async def test_a_paper_that_was_gathered_before_a_concern_was_closed_is_not_sent_or_released(
    database: Database, tmp_path: Path
) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    code = await a_concern(house, lan, f"Cán bộ {MARKER} nhận tiền.")
    hoa, minh = await staff(house)
    await hoa.say("/baocao tonghop")
    await made(house, maker_for(house, tmp_path))
    before = len(await hoa.heard())
    await run(
        house,
        "UPDATE concern SET protected = :yes, kind = :kind WHERE code = :code",
        yes=True,
        kind=Kind.DENUNCIATION,
        code=code,
    )
    (row,) = await house.rows("SELECT id FROM paper")
    await minh.press(f"/baocao duyet {row['id']}")
    assert "đã thay đổi" in minh.last.text
    await hoa.press(f"/baocao trinh {row['id']}")
    await hoa.say("/baocao tonghop")
    await hoa.say("/baocao hoso")
    await made(house, maker_for(house, tmp_path))
    later = (await hoa.heard())[before:]
    assert not [file for reply in later for file in reply.files if "Báo cáo" in file.name]
    assert await acts(house, "release_paper") == 0
    await minh.press(f"/baocao lamlai {row['id']}")
    await made(house, maker_for(house, tmp_path))
    files = await got(minh, tmp_path)
    assert files
    assert MARKER not in words_of(files)


async def test_an_order_that_waits_when_a_concern_is_closed_is_not_drawn(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    code = await a_concern(house, lan, f"Cán bộ {MARKER} nhận tiền.")
    hoa, _ = await staff(house)
    await hoa.say("/baocao tonghop")
    await run(house, "UPDATE concern SET protected = :yes WHERE code = :code", yes=True, code=code)
    await made(house, maker_for(house, tmp_path))
    await hoa.heard()
    assert "đã thay đổi" in hoa.last.text
    assert await got(hoa, tmp_path) == {}


_OUTCOMES = {
    ConcernState.ANSWERED: Outcome.ANSWERED,
    ConcernState.ASSIGNED: Outcome.ASSIGNED,
    ConcernState.FORWARDED: Outcome.FORWARDED,
    ConcernState.OUT_OF_REMIT: Outcome.OUT_OF_REMIT,
}
_SENT = st.lists(
    st.tuples(st.sampled_from(["open", "protected", "denunciation"]), st.sampled_from(list(_OUTCOMES))),
    min_size=1,
    max_size=7,
)


@settings(max_examples=20, deadline=None)
@given(sent=_SENT)
def test_no_paper_holds_a_word_or_code_of_what_is_closed(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, sent: list[tuple[str, ConcernState]]
) -> None:
    path = tmp_path_factory.mktemp("closed") / "test.db"
    shutil.copy(sqlite_template, path)
    asyncio.run(_gathers_only_open_ones(f"sqlite:///{path}", sent))


async def _gathers_only_open_ones(url: str, sent: list[tuple[str, ConcernState]]) -> None:
    """Every row that points to a closed concern is there: an answer, a reason, an item, a registration."""
    async with open_database(url) as database:
        house = await House.build(database)
        closed: list[str] = []
        told: list[str] = []
        session = await house.session()
        await database.write(lambda tx: _conclude(tx, house, session.id))
        for number, (how, state) in enumerate(sent, 1):
            sender = await a_resident(house, f"r{number}")
            code = await a_concern(house, sender, f"{MARKER if how != 'open' else 'Đường'} {number}.")
            await speaks_on(house, sender, code, number)
            await database.write(lambda tx: _beside(tx, house, code, how, state))  # noqa: B023 - awaited at once
            (told if how == "open" else closed).append(code)
        house.at = session.ends_at or house.at
        words = await database.read(lambda tx: _everything(tx, house, [*told, *closed]))
        assert MARKER not in words
        assert [code for code in closed if code in words] == []
        assert [code for code in told if code not in words] == []


def _conclude(tx: Transaction, house: House, session_id: int) -> None:
    conclusions.begin_conclusion(
        tx,
        Conclusion(
            office_id=house.office.id,
            id=1,
            session_id=session_id,
            text="Đã bàn.",
            state=DraftState.RELEASED,
            drafted_by=1,
            drafted_at=house.at,
            submission=1,
            decided_by=2,
            decided_at=house.at,
            reason="",
        ),
    )


def _beside(tx: Transaction, house: House, code: str, how: str, state: ConcernState) -> None:
    concern = concerns.find_concern(tx, house.office.id, code)
    assert concern is not None
    text = MARKER if how != "open" else "Đã xem."
    concerns.set_state(tx, house.office.id, concern.id, state)
    kind = Kind.DENUNCIATION if how == "denunciation" else Kind.REPORT
    concerns.set_protected(tx, house.office.id, concern.id, kind, protected=how == "protected")
    answers.add_answer(tx, _answer(house, concern, text))
    closures.add_closure(
        tx,
        Closure(
            office_id=house.office.id,
            id=new_id(house.at),
            concern_id=concern.id,
            outcome=_OUTCOMES[state],
            reason=text,
            decided_by=1,
            decided_at=house.at,
        ),
    )
    conclusions.set_item(
        tx,
        ConclusionItem(
            office_id=house.office.id,
            conclusion_id=1,
            concern_id=concern.id,
            outcome=_OUTCOMES[state],
            agency_id=None,
            due_on=None,
            note=text,
        ),
    )


def _answer(house: House, concern: Concern, text: str) -> Answer:
    return Answer(
        office_id=house.office.id,
        id=new_id(house.at),
        concern_id=concern.id,
        agency_id=None,
        text=text,
        drafted_by=1,
        drafted_at=house.at,
        state=DraftState.RELEASED,
        decided_by=2,
        decided_at=house.at,
        reason="",
        public=True,
        public_question=text,
    )


def _everything(tx: Transaction, house: House, codes: list[str]) -> str:
    """All that any paper, table, chart or slip of the session is made from."""
    session = sessions.find_session(tx, house.office.id, "doi-thoai")
    assert session is not None
    source = source_of(tx, house.office, session, house.at)
    parts = [slip.model_dump_json() for slip in slips(source)]
    for sort in SORTS.values():
        for subject in codes if sort.of_concern else [""]:
            with suppress(NothingToSay):
                parts.append(packed(sort.gather(source, subject)))
    with suppress(NothingToSay):
        parts.append(counts(source).model_dump_json())
    return "\n".join(parts)
