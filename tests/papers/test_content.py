"""What may stand in a paper: released ones are complete, figures agree, protected concerns never get in."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from handlers.papers.after import Followed, FollowState
from handlers.papers.before import Guest
from handlers.papers.content import Closed, Letterhead, Signature, public_code
from handlers.papers.families import Family
from handlers.papers.report import CollectedReport, Tally, concern_row, tallies
from storage.records import Concern, ConcernState, Kind
from tests.documents import samples

AT = datetime(2026, 11, 20, tzinfo=UTC)


def concern(*, protected: bool = False, kind: Kind = Kind.PETITION) -> Concern:
    return Concern(
        office_id=1,
        id=1,
        number=42,
        code="PL-0042",
        session_id=1,
        for_next_session=False,
        person_id=1,
        identity_id=1,
        area_id=None,
        text="Đường hỏng",
        topic="roads",
        topic_confirmed_by="",
        suggested=(),
        kind=kind,
        protected=protected,
        summary="",
        state=ConcernState.RECEIVED,
        due_on=None,
        created_at=AT,
    )


def test_a_public_concern_becomes_a_row_with_its_code_and_its_own_words() -> None:
    row = concern_row(concern(), hamlet="Thôn Đông", topic="Giao thông", agency="", result="")
    assert (row.code, row.text) == ("PL-0042", "Đường hỏng")


@pytest.mark.parametrize(
    "closed", [concern(protected=True), concern(kind=Kind.DENUNCIATION)], ids=["protected", "denunciation"]
)
def test_a_protected_concern_is_refused_without_being_named(closed: Concern) -> None:
    with pytest.raises(Closed) as refused:
        concern_row(closed, hamlet="", topic="", agency="", result="")
    assert "42" not in str(refused.value)
    with pytest.raises(Closed):
        public_code(closed)


def test_a_draft_has_no_number_and_a_released_paper_has_number_and_date() -> None:
    with pytest.raises(ValidationError, match="a draft has no number"):
        Letterhead(issuer="Ủy ban", mark="UBND", place="Phước Lộc", number=3, draft=True)
    draft = samples.notice(Family.STATE, draft=True)
    with pytest.raises(ValidationError, match="number and a date"):
        type(draft).model_validate({**dict(draft), "letterhead": draft.letterhead.model_copy(update={"draft": False})})


def test_release_gives_number_and_date_and_takes_the_machines_note_away() -> None:
    draft = samples.notice(Family.STATE, draft=True)
    assert draft.automatic
    released = draft.released(9, date(2026, 11, 1))
    assert released.letterhead.number == 9
    assert not released.letterhead.draft
    assert not released.automatic
    assert draft.letterhead.draft


def test_an_office_may_have_its_own_abbreviation() -> None:
    notice = samples.notice(Family.STATE)
    own = notice.letterhead.model_copy(update={"abbreviation": "TBĐT"})
    assert notice.abbreviation == "TB"
    assert notice.model_copy(update={"letterhead": own}).abbreviation == "TBĐT"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"distinct": 99}, "more concerns after merging"),
        ({"by_hamlet": (Tally(label="Thôn Đông", count=1),)}, "by_hamlet adds up"),
        ({"by_channel": (Tally(label="Thư", count=1),)}, "by_channel adds up"),
        ({"rows": samples.concern_rows(3)}, "another number of rows"),
    ],
)
def test_a_report_whose_figures_do_not_agree_is_refused(change: dict[str, object], message: str) -> None:
    report = samples.report(Family.STATE)
    with pytest.raises(ValidationError, match=message):
        CollectedReport.model_validate({**dict(report), **change})


def test_tallies_keep_the_given_order_and_count_what_is_missing_as_none() -> None:
    made = tallies(["b", "a", "b", "x"], order=["a", "b", "c"])
    assert [(one.label, one.count) for one in made] == [("a", 1), ("b", 2), ("c", 0), ("x", 1)]


@pytest.mark.parametrize(
    ("state", "due_on", "overdue"),
    [
        (FollowState.UNDER_WAY, date(2026, 12, 9), True),
        (FollowState.UNDER_WAY, date(2026, 12, 10), False),
        (FollowState.NOT_BEGUN, None, False),
        (FollowState.DONE, date(2026, 12, 1), False),
        (FollowState.HANDED_UP, date(2026, 12, 1), False),
    ],
)
def test_a_task_is_overdue_from_the_day_after_its_last_day(
    state: FollowState, due_on: date | None, overdue: bool
) -> None:
    assert Followed(matter="Việc", state=state, due_on=due_on).overdue(date(2026, 12, 10)) is overdue


def test_the_sums_of_the_follow_up_table_agree_with_its_rows() -> None:
    sums = samples.follow_up(Family.STATE).sums()
    assert sums["Phòng Kinh tế"] == (2, 0, 0, 2, 1)
    assert sums[""] == (1, 0, 1, 0, 0)
    assert sum(count[0] for count in sums.values()) == 4


def test_a_signature_drops_titles_and_an_unknown_field_is_refused() -> None:
    assert Signature(name="Đồng chí Vũ Xuân Thủy").name == "Vũ Xuân Thủy"
    with pytest.raises(ValidationError):
        Guest.model_validate({"name": "A", "phone": "0200"})


@given(st.text())
def test_any_text_can_stand_in_a_content(text: str) -> None:
    assert "\x00" not in Guest(name=f"A{text}").name
