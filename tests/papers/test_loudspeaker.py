"""The loudspeaker script comes from the notice, fits in 150 syllables, and keeps what must be heard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.papers.before import Meeting, Notice
from handlers.papers.families import Family
from handlers.papers.loudspeaker import LIMIT, TooLong, script_of
from handlers.papers.spoken import syllables
from tests.documents import samples

NOTICE = samples.notice(Family.STATE)


def longer(**changes: object) -> Notice:
    return Notice.model_validate({**dict(NOTICE), **changes})


def test_the_script_says_who_when_where_and_until_when_in_at_most_150_syllables() -> None:
    script = script_of(NOTICE)
    said = " ".join(script.sentences)
    assert script.heard == sum(syllables(sentence) for sentence in script.sentences) <= LIMIT
    for needed in ("8 giờ, thứ Bảy, ngày 28 tháng 11", NOTICE.meeting.venue, NOTICE.audience, "11 giờ, thứ Tư"):
        assert needed in said


def test_a_short_notice_loses_nothing() -> None:
    meeting = Meeting(title="Hội nghị đối thoại với Nhân dân", starts_at=samples.STARTS, venue="nhà văn hóa thôn")
    short = longer(meeting=meeting, topics=("đất đai",), ways=("gặp trưởng thôn",), audience="Nhân dân thôn Đông")
    said = " ".join(script_of(short).sentences)
    for needed in ("đất đai", "gặp trưởng thôn", "không phải đăng ký trước", "0200 000 000"):
        assert needed in said


def test_of_many_topics_three_are_read_and_the_rest_is_named() -> None:
    many = longer(topics=tuple(f"việc {word}" for word in ("một", "hai", "ba", "bốn", "năm")), ways=())
    said = " ".join(script_of(many).sentences)
    assert "việc ba và các nội dung khác" in said or "việc một và các nội dung khác" in said
    assert "việc bốn" not in said


def test_a_notice_whose_needful_words_do_not_fit_is_refused_with_the_count() -> None:
    meeting = NOTICE.meeting.model_copy(update={"venue": " ".join(["hội trường"] * 80)})
    with pytest.raises(TooLong) as refused:
        script_of(longer(meeting=meeting))
    assert refused.value.heard > LIMIT
    assert str(LIMIT) in str(refused.value)


def test_what_is_not_decided_is_not_made_up() -> None:
    open_ = longer(meeting=Meeting(title="Hội nghị đối thoại"), collected_until=None)
    said = " ".join(script_of(open_).sentences)
    assert "Thời gian: sẽ thông báo sau." in said
    assert "Hạn nhận" not in said


def test_the_script_is_a_draft_as_long_as_its_notice() -> None:
    assert script_of(samples.notice(Family.STATE, draft=True)).draft
    assert not script_of(NOTICE).draft


@given(st.lists(st.text(min_size=1, max_size=80), max_size=6), st.lists(st.text(min_size=1, max_size=200), max_size=4))
def test_a_script_fits_or_is_refused(topics: list[str], ways: list[str]) -> None:
    notice = longer(topics=tuple(topics), ways=tuple(ways))
    try:
        heard = script_of(notice).heard
    except TooLong as refused:
        heard = LIMIT if refused.heard > LIMIT else -1
    assert 0 < heard <= LIMIT
