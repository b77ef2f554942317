"""Whose turn it is: the order, what may follow what, and that nobody is lost or called twice."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.speakers import (
    Queue,
    Refusal,
    SeatState,
    may_begin_round,
    may_call,
    may_end,
    may_note,
    queue,
    standing_acts,
)
from storage.records import Registration, RegistrationState, SpeakerAct, SpeakerActKind
from tests.house import NOON

K = SpeakerActKind
WITHDRAWN = RegistrationState.WITHDRAWN


def registered(number: int, state: RegistrationState = RegistrationState.REGISTERED) -> Registration:
    """A registration whose id is a hundred times its number, so that the two are not confused."""
    return Registration(
        office_id=1,
        id=number * 100,
        session_id=1,
        person_id=number,
        identity_id=number,
        number=number,
        topic="land",
        content="Đất",
        concern_id=None,
        representing="self",
        state=state,
        created_at=NOON,
        withdrawn_at=None,
    )


def steps(*said: tuple[SpeakerActKind, int | None]) -> list[SpeakerAct]:
    """Steps by kind and number, a minute apart."""
    return [
        SpeakerAct(
            office_id=1,
            session_id=1,
            seq=seq,
            act=kind,
            registration_id=number * 100 if number else None,
            acted_by=9,
            acted_at=NOON + timedelta(minutes=seq),
        )
        for seq, (kind, number) in enumerate(said, 1)
    ]


def after(*said: tuple[SpeakerActKind, int | None], people: int = 4) -> Queue:
    return queue([registered(number) for number in range(1, people + 1)], steps(*said))


def numbers(found: Queue) -> list[int]:
    return [seat.number for seat in found.order]


def test_people_speak_in_the_order_in_which_they_registered() -> None:
    assert numbers(queue([registered(3), registered(1), registered(2)], [])) == [1, 2, 3]


def test_calling_the_next_ends_who_spoke() -> None:
    found = after((K.CALL, 1), (K.CALL, 2))
    assert found.speaking is not None
    assert found.speaking.number == 2
    assert [seat.number for seat in found.in_state(SeatState.SPOKEN)] == [1]
    assert numbers(found) == [3, 4]


def test_who_is_absent_goes_to_the_end_and_is_called_once_more() -> None:
    found = after((K.CALL, 1), (K.ABSENT, 1), (K.CALL, 2), (K.ABSENT, 2))
    assert numbers(found) == [3, 4, 1, 2]
    again = after((K.CALL, 1), (K.ABSENT, 1), (K.CALL, 2), (K.SPOKEN, 2), (K.CALL, 1), (K.ABSENT, 1))
    assert numbers(again) == [3, 4]
    assert [seat.number for seat in again.callable] == [3, 4, 1], "by choosing the number they may still come"


def test_who_registers_in_the_hall_comes_after_all_others() -> None:
    found = queue([registered(n) for n in (1, 2, 3)], steps((K.CALL, 1), (K.ENTER, 3)))
    assert numbers(found) == [2, 3]
    assert found.before(300) == 1


def test_who_took_the_registration_back_is_passed_over_but_who_spoke_has_spoken() -> None:
    found = queue(
        [registered(1, WITHDRAWN), registered(2, WITHDRAWN), registered(3)], steps((K.CALL, 1), (K.SPOKEN, 1))
    )
    assert [seat.state for seat in found.seats] == [SeatState.SPOKEN, SeatState.WITHDRAWN, SeatState.WAITING]
    assert may_call(found, 200) is Refusal.WITHDRAWN


def test_another_number_may_be_chosen_and_the_order_of_the_others_stays() -> None:
    assert numbers(after((K.CALL, 3))) == [1, 2, 4]


def test_a_follow_up_round_comes_after_everybody_was_called() -> None:
    assert may_begin_round(after((K.CALL, 1), people=2)) is Refusal.SOME_WAIT
    assert may_begin_round(after((K.CALL, 1), (K.ABSENT, 1), people=1)) is Refusal.NOTHING
    over = after((K.CALL, 1), (K.SPOKEN, 1), (K.CALL, 2), (K.SPOKEN, 2), people=2)
    assert may_begin_round(over) is None
    assert may_call(over, 100) is Refusal.SPOKEN


def test_in_a_follow_up_round_who_spoke_may_speak_again_once_and_nobody_waits() -> None:
    rest = [(K.CALL, 1), (K.SPOKEN, 1), (K.CALL, 2), (K.SPOKEN, 2), (K.ROUND, None)]
    found = after(*rest, people=2)
    assert numbers(found) == []
    assert [seat.number for seat in found.callable] == [1, 2]
    again = after(*rest, (K.CALL, 2), (K.SPOKEN, 2), people=2)
    assert may_call(again, 200) is Refusal.SPOKEN
    assert may_call(again, 100) is None
    assert may_begin_round(again) is None


def test_a_step_that_is_taken_back_leaves_things_as_they_were() -> None:
    assert after((K.CALL, 1), (K.CALL, 2), (K.UNDO, None)).speaking == after((K.CALL, 1)).speaking
    assert after((K.CALL, 1), (K.ABSENT, 1), (K.UNDO, None)).seats == after((K.CALL, 1)).seats
    assert after((K.UNDO, None)).done == ()


def test_who_answers_is_noted_of_the_last_call_and_a_newer_word_replaces_the_older() -> None:
    acts = steps((K.CALL, 1), (K.ANSWERED, 1), (K.CALL, 2), (K.ANSWERED, 1))
    acts[-1] = acts[-1].model_copy(update={"note": "Sửa trong quý I."})
    found = queue([registered(1), registered(2)], acts)
    assert [one.note for one in found.called[0].notes] == ["Sửa trong quý I."]
    assert found.called[1].notes == ()
    assert may_note(found, 200) is None
    assert may_note(after((K.CALL, 1), (K.ABSENT, 1)), 100) is Refusal.NOT_CALLED


def test_somebody_who_is_closed_to_others_meanwhile_leaves_no_trace() -> None:
    found = queue([registered(2)], steps((K.CALL, 2), (K.CALL, 1)))
    assert found.speaking is None
    assert [call.registration_id for call in found.called] == [200]


@pytest.mark.parametrize("number", [1, 2])
def test_only_who_has_the_floor_can_have_spoken_or_be_absent(number: int) -> None:
    found = after((K.CALL, 2))
    assert (may_end(found, number * 100) is None) is (number == 2)


PRESSED = st.lists(
    st.one_of(
        st.tuples(st.just(K.CALL), st.integers(0, 8)),
        st.tuples(st.sampled_from([K.SPOKEN, K.ABSENT, K.ROUND, K.UNDO, K.ENTER]), st.none()),
    ),
    max_size=40,
)
"""What somebody presses: a number to call (0: whoever is next), or a button."""


def played(people: int, pressed: list[tuple[SpeakerActKind, int | None]]) -> tuple[list[Registration], Queue]:
    """Press these one after the other; what the rules refuse is not done, as in the room."""
    everybody, done = [registered(number) for number in range(1, people + 1)], list[tuple[K, int | None]]()
    for kind, wanted in pressed:
        now = queue(everybody, steps(*done))
        floor = now.speaking
        if kind is K.CALL:
            number = wanted or (now.order[0].number if now.order else 0)
            if may_call(now, number * 100) is None:
                done.append((kind, number))
        elif kind in {K.SPOKEN, K.ABSENT} and floor is not None:
            done.append((kind, floor.number))
        elif (kind is K.ROUND and may_begin_round(now) is None) or (kind is K.UNDO and _can_undo(now)):
            done.append((kind, None))
        elif kind is K.ENTER:
            everybody.append(registered(len(everybody) + 1))
            done.append((kind, len(everybody)))
    return everybody, queue(everybody, steps(*done))


def _can_undo(now: Queue) -> bool:
    """Taking a slip of the hall back withdraws its registration, which these tests leave to the room."""
    return bool(now.done) and now.done[-1].act is not K.ENTER


@given(st.integers(0, 6), PRESSED)
def test_nobody_is_lost_and_one_at_most_has_the_floor(
    people: int, pressed: list[tuple[SpeakerActKind, int | None]]
) -> None:
    everybody, found = played(people, pressed)
    assert [seat.registration_id for seat in found.seats] == [one.id for one in everybody]
    assert len(found.in_state(SeatState.SPEAKING)) <= 1
    waiting = {seat.number for seat in found.in_state(SeatState.WAITING)}
    assert waiting == {one.number for one in everybody} - {call.registration_id // 100 for call in found.called}


@given(st.integers(0, 6), PRESSED)
def test_nobody_speaks_twice_in_a_round(people: int, pressed: list[tuple[SpeakerActKind, int | None]]) -> None:
    _, found = played(people, pressed)
    heard = [(call.round, call.registration_id) for call in found.called if call.state is not SeatState.ABSENT]
    assert len(heard) == len(set(heard))


@given(st.integers(0, 8), PRESSED)
def test_who_waits_is_called_by_number_and_before_who_was_absent(
    people: int, pressed: list[tuple[SpeakerActKind, int | None]]
) -> None:
    _, found = played(people, pressed)
    states = [seat.state for seat in found.order]
    waiting = [seat.number for seat in found.order if seat.state is SeatState.WAITING]
    assert waiting == sorted(waiting)
    assert states == sorted(states, key=lambda state: state is SeatState.ABSENT)
    assert set(found.order) <= set(found.callable)


@given(st.integers(1, 8))
def test_pressing_next_alone_lets_everybody_speak_once_in_order(people: int) -> None:
    _, found = played(people, [(K.CALL, 0)] * (people + 3) + [(K.SPOKEN, None)])
    assert [call.registration_id for call in found.called] == [number * 100 for number in range(1, people + 1)]
    assert found.order == ()
    assert may_begin_round(found) is None


@given(st.integers(1, 6), PRESSED)
def test_taking_back_every_step_leads_to_the_beginning(
    people: int, pressed: list[tuple[SpeakerActKind, int | None]]
) -> None:
    everybody, found = played(people, pressed)
    undone = [*found.done, *steps(*[(K.UNDO, None)] * len(found.done))]
    assert standing_acts(undone) == ()
    assert queue(everybody, undone).order == queue(everybody, []).order
