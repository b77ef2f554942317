"""The model file: small, quickly read, and read as it was written."""

from importlib.resources import files

from handlers.understanding import model as module
from handlers.understanding.lexicon import TOPICS
from handlers.understanding.model import model, read_model
from handlers.understanding.suggestions import KINDS


def test_the_models_classes_are_the_topics_and_the_kinds() -> None:
    assert model().names == TOPICS + KINDS


def test_the_model_is_less_than_two_megabytes() -> None:
    shipped = files(module.__package__) / "data" / "model.bin"
    assert len(shipped.read_bytes()) < 2_000_000


def test_features_add_up_as_one_vector_of_length_one() -> None:
    header = b'{"names": ["a", "b"], "start": [0.5, -1.0], "step": [0.1, 0.1]}'
    content = header + b"\nx\ny\n\n" + bytes([138, 128, 148, 118])
    scores = read_model(content).score(["x", "y", "unknown"])
    assert [round(score, 4) for score in scores] == [0.5 + round(3 / 2**0.5, 4), round(-1 - 1 / 2**0.5, 4)]


def test_a_text_without_known_features_keeps_the_starting_values() -> None:
    header = b'{"names": ["a"], "start": [0.5], "step": [0.1]}'
    assert read_model(header + b"\nx\n\n" + bytes([255])).score([]) == [0.5]
