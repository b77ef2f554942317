"""What is weighed for the kind: a fixed number of bounded numbers for any text, and a weight for each."""

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understanding.features import features
from handlers.understanding.lexicon import matches, strongest
from handlers.understanding.model import model
from handlers.understanding.reading import read
from handlers.understanding.signals import accusation, signals
from handlers.understanding.suggestions import KINDS
from handlers.understanding.weighing import evidence, weigh


def numbers(text: str) -> list[float]:
    reading = read(text)
    terms, found = matches(reading), signals(reading)
    log_odds = model().score(features(reading, terms, found))
    suspected = bool(accusation(reading, found))
    known = model().knows(reading.folded)
    return evidence(reading, log_odds, found, strongest(terms), known, suspected=suspected)


def test_every_kind_has_a_starting_value_and_a_weight_for_each_number() -> None:
    rows = model().weighing
    assert len(rows) == len(KINDS)
    assert {len(row) for row in rows} == {len(numbers("Đường hỏng")) + 1}


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=200))
def test_the_numbers_of_any_text_are_as_many_and_bounded(text: str) -> None:
    found = numbers(text)
    assert len(found) == len(model().weighing[0]) - 1
    assert all(-4 <= number <= 4 for number in found)


def test_numbers_are_weighed_and_added_to_the_starting_value() -> None:
    assert weigh((0.5, 2.0, -1.0), (1.0, 0.5)) == 0.5 + 2.0 - 0.5
