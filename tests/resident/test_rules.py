"""Pure rules of the residents' part."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.resident.suggestions import recorded_kind
from handlers.rules.concerns import Ahead, ahead, answer_by, office_calendar, says_too_little
from handlers.rules.speakers import fits, group, representing_words
from handlers.texts import Texts
from handlers.understanding.kinds import KindSuggestion
from storage.records import Concern, ConcernState, Kind, Session, SessionState

HELD = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
SESSION = Session(
    office_id=1,
    id=2,
    key="s",
    title="Đối thoại",
    state=SessionState.ANNOUNCED,
    starts_at=HELD,
    ends_at=HELD + timedelta(hours=4),
    date_note="",
    venue="",
    focus=(),
    collection_opens_at=HELD - timedelta(days=9),
    collection_closes_at=HELD - timedelta(days=2),
    answer_days=10,
    answer_unit="working",
    created_at=HELD,
    updated_at=HELD,
)
CONCERN = Concern(
    office_id=1,
    id=3,
    number=1,
    code="GM-0001",
    session_id=2,
    for_next_session=False,
    person_id=4,
    identity_id=5,
    area_id=None,
    text="Đường hỏng",
    topic="transport",
    topic_confirmed_by="resident",
    suggested=(),
    kind=Kind.PETITION,
    protected=False,
    summary="",
    state=ConcernState.RECEIVED,
    due_on=None,
    created_at=HELD,
)


@pytest.mark.parametrize(
    ("days", "unit", "last"),
    [(10, "working", date(2026, 12, 14)), (10, "calendar", date(2026, 12, 10)), (25, "working", date(2027, 1, 5))],
)
def test_answers_are_due_so_many_days_after_the_session(days: int, unit: str, last: date) -> None:
    session = SESSION.model_copy(update={"answer_days": days, "answer_unit": unit})
    assert answer_by(session, office_calendar()) == last


def test_no_day_of_the_session_means_no_day_for_the_answer() -> None:
    assert answer_by(SESSION.model_copy(update={"starts_at": None}), office_calendar()) is None


def test_the_agencys_own_date_comes_before_the_sessions_rule() -> None:
    given = CONCERN.model_copy(update={"due_on": date(2026, 12, 5)})
    assert ahead(given, SESSION, office_calendar(), HELD).answer_by == date(2026, 12, 5)


def test_what_lies_behind_is_not_told_as_lying_ahead() -> None:
    before = ahead(CONCERN, SESSION, office_calendar(), HELD - timedelta(days=3))
    assert (before.collects_until, before.held_at) == (SESSION.collection_closes_at, HELD)
    after = ahead(CONCERN, SESSION, office_calendar(), HELD)
    assert (after.collects_until, after.held_at) == (None, None)


@pytest.mark.parametrize("changes", [{"protected": True}, {"state": ConcernState.ANSWERED}])
def test_nothing_is_told_ahead_of_what_is_closed_or_done(changes: dict[str, object]) -> None:
    assert ahead(CONCERN.model_copy(update=changes), SESSION, office_calendar(), HELD) == Ahead()


@pytest.mark.parametrize(
    ("text", "little"), [("", True), ("abc", True), ("😀" * 50, True), ("mất điện", False), ("điện", False)]
)
def test_a_text_needs_a_few_letters_to_say_something(text: str, little: bool) -> None:
    assert says_too_little(text) is little


@pytest.mark.parametrize(
    ("content", "is_short"),
    [
        ("một", True),
        ("a\nb\nc", True),
        ("a\n\n\nb\nc\n", True),
        ("a\nb\nc\nd", False),
        ("x" * 500, True),
        ("x" * 501, False),
        ("\n ", False),
    ],
)
def test_a_slip_holds_three_lines(content: str, is_short: bool) -> None:
    assert fits(content) is is_short


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        ("self", "bản thân", "myself"),
        ("household", "gia đình", "the household"),
        (group(" hộ\n ven sông: bãi "), "nhóm hộ ven sông: bãi", "the group hộ ven sông: bãi"),
    ],
)
def test_for_whom_somebody_speaks_in_words(value: str, vi: str, en: str) -> None:
    assert [representing_words(Texts(language), value) for language in ("vi", "en")] == [vi, en]


@pytest.mark.parametrize(
    ("suggested", "score", "recorded"),
    [
        ("denunciation", 0.1, Kind.DENUNCIATION),
        ("complaint", 0.3, Kind.PETITION),
        ("complaint", 0.4, Kind.COMPLAINT),
        ("question", 0.9, Kind.QUESTION),
    ],
)
def test_a_suspected_denunciation_counts_however_unsure_the_machine_is(
    suggested: str, score: float, recorded: Kind
) -> None:
    assert recorded_kind(KindSuggestion(suggested, score, ())) is recorded
