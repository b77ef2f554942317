"""Pacing and the window, on a time that the test makes up."""

from hypothesis import given
from hypothesis import strategies as st

from bot.ratelimit import Pacer, PerAddress, Window, backoff


@given(lateness=st.lists(st.floats(min_value=0, max_value=0.05), min_size=40, max_size=200))
def test_no_second_ever_holds_more_than_thirty_announcements(lateness: list[float]) -> None:
    pacer, now, sent = Pacer(29.4), 100.0, []
    for late in lateness:
        now += pacer.wait(now) + late
        pacer.take(now)
        sent.append(now)
    assert all(sum(1 for other in sent if first <= other < first + 1.0) <= 30 for first in sent)


def test_timers_that_come_late_do_not_slow_the_announcements_down() -> None:
    pacer, now = Pacer(29.4), 0.0
    for _ in range(294):
        now += pacer.wait(now) + 0.004
        pacer.take(now)
    assert now < 10.1


def test_replies_use_slots_too_so_that_announcements_make_room() -> None:
    pacer = Pacer(10)
    for _ in range(5):
        pacer.take(0.0)
    assert 0.45 <= pacer.wait(0.0) <= 0.5


def test_silence_that_the_platform_asked_for_is_kept() -> None:
    pacer = Pacer(30)
    pacer.pause(10.0, 7.0)
    assert pacer.wait(12.0) == 5.0


def test_an_address_rests_between_two_messages_and_others_do_not_wait_for_it() -> None:
    spacing = PerAddress(1.0)
    spacing.take("lan", 5.0)
    assert spacing.wait("lan", 5.25) == 0.75
    assert spacing.wait("tu", 5.25) == 0.0
    assert spacing.wait("lan", 6.5) == 0.0


def test_the_memory_of_addresses_does_not_grow_without_end() -> None:
    spacing = PerAddress(1.0)
    for number in range(20_000):
        spacing.take(str(number), number / 10)
    assert len(spacing._last) < 5000


def test_replies_go_one_by_one_while_few_people_wait_a_short_time() -> None:
    window = Window()
    window.observe(waiting=24, longest=2.9, now=0.0)
    assert window.size == 1


def test_many_replies_go_at_once_when_a_crowd_waits_or_one_person_waits_long() -> None:
    for waiting, longest in ((25, 0.0), (1, 3.1)):
        window = Window()
        window.observe(waiting, longest, now=100.0)
        assert window.size == 64


def test_they_go_one_by_one_again_a_while_after_the_crowd_has_left() -> None:
    window = Window(calm=5.0)
    window.observe(waiting=30, longest=0.0, now=100.0)
    window.observe(waiting=1, longest=0.0, now=104.9)
    assert window.size == 64
    window.observe(waiting=1, longest=0.0, now=105.0)
    assert window.size == 1


def test_waiting_after_failures_doubles_up_to_a_quarter_of_an_hour() -> None:
    assert [backoff(n) for n in range(4)] == [2, 4, 8, 16]
    assert backoff(50) == 900
