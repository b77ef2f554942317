"""Training material: the sentences are repeatable, labelled with what exists, and an office can add corrections."""

import json
from pathlib import Path

import pytest

from handlers.understanding.lexicon import TOPICS
from handlers.understanding.suggestions import KINDS
from training.compose import MESSAGES, compose, labelled_patterns, phrases
from training.corrections import COPIES, BadCorrection, read_corrections
from training.evaluate import Judged, Labelled, kind_scores, macro_f1, read_labelled, report
from training.told import FAMILIES, read_families, told_examples, told_texts
from training.whole import AGAIN, copies, whole_texts

FILES = ("boundaries", "official", *MESSAGES)


def test_the_same_seed_composes_the_same_sentences() -> None:
    assert [*compose(7, TOPICS[:1])][:200] == [*compose(7, TOPICS[:1])][:200]


@pytest.mark.parametrize("name", FILES)
def test_every_labelled_pattern_names_a_topic_and_a_kind(name: str) -> None:
    rows = [*labelled_patterns(name)]
    assert rows
    assert all(topic in TOPICS and kind in KINDS and pattern for topic, kind, pattern in rows)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_patterns_of_every_kind(topic: str) -> None:
    table = phrases(topic)
    assert all(len(table[kind]) >= 3 for kind in KINDS if kind != "offtopic")
    assert all(kind.removeprefix("whole ") in KINDS for kind in table)


@pytest.mark.parametrize("topic", [*TOPICS, "offtopic"])
def test_choices_in_braces_are_closed(topic: str) -> None:
    lines = [line for found in phrases(topic).values() for line in found]
    assert [line for line in lines if line.count("{") != line.count("}")] == []


def test_no_text_kept_for_measuring_is_among_the_sentences() -> None:
    folder = Path(__file__).parents[2] / "training"
    kept = {line.split("\t")[3] for line in (folder / "fresh_third.tsv").read_text("utf-8").splitlines()}
    assert kept.isdisjoint(example.text for example in compose(7, TOPICS))


def test_every_pattern_of_a_message_closes_its_choices() -> None:
    patterns = [pattern for name in FILES for _, _, pattern in labelled_patterns(name)]
    assert [pattern for pattern in patterns if pattern.count("{") != pattern.count("}")] == []


def test_whole_texts_carry_labels_that_exist_and_none_stands_twice() -> None:
    texts = whole_texts()
    assert all(label.kind in KINDS for label in texts)
    assert all(set(label.topics) <= set(TOPICS) for label in texts if label.kind != "offtopic")
    assert len({label.text for label in texts}) == len(texts)


def test_the_last_set_kept_for_measuring_is_not_learnt_from() -> None:
    kept = read_labelled(Path(__file__).parents[2] / "training" / "fresh_seventh.tsv")
    assert {label.text for label in kept}.isdisjoint(label.text for label in whole_texts())


def test_a_whole_text_is_learnt_as_it_came_and_in_other_styles_the_same_every_time() -> None:
    label = Labelled("Đường vào xóm tôi hỏng rồi, không ai sửa", ("transport",), "report", "plain")
    found = [*copies(label)]
    assert found == [*copies(label)]
    assert len(found) == 1 + len(AGAIN)
    assert found[0].text == label.text
    assert "duong vao xom toi hong roi, khong ai sua" in {example.text for example in found}


def test_a_whole_text_off_topic_belongs_to_no_field() -> None:
    assert {example.topic for example in copies(Labelled("alo", ("-",), "offtopic", "voice"))} == {""}


def written(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "corrections.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), "utf-8")
    return path


def test_a_correction_becomes_examples_with_and_without_marks(tmp_path: Path) -> None:
    row = {"text": "Đường hỏng", "topics": ["transport", "utilities"], "kind": "report"}
    examples = read_corrections(written(tmp_path, row, ""))
    assert len(examples) == COPIES
    assert {(example.text, example.topic, example.kind) for example in examples} == {
        ("Đường hỏng", "transport", "report"),
        ("duong hong", "transport", "report"),
    }


def test_what_nobody_confirmed_stays_open(tmp_path: Path) -> None:
    example = read_corrections(written(tmp_path, {"text": "Đường hỏng", "topics": ["transport"]}))[0]
    assert (example.topic, example.kind) == ("transport", "")


def test_an_off_topic_text_belongs_to_no_field(tmp_path: Path) -> None:
    row = {"text": "alo", "topics": ["other"], "kind": "offtopic"}
    assert {example.topic for example in read_corrections(written(tmp_path, row))} == {""}


BAD: dict[str, object] = {
    "not JSON": "đường",
    "no text": {"kind": "report"},
    "no such topic": {"text": "x", "topics": ["roads"]},
    "no such kind": {"text": "x", "kind": "plea"},
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_line_is_named(what: str, tmp_path: Path) -> None:
    with pytest.raises(BadCorrection, match="line 2"):
        read_corrections(written(tmp_path, {"text": "x"}, BAD[what]))


def test_labelled_texts_are_read_from_columns_and_from_json_lines(tmp_path: Path) -> None:
    columns, lines = tmp_path / "a.tsv", tmp_path / "b.jsonl"
    columns.write_text("land,party\tdenunciation\tplain\tĐất\n\tofftopic\tvoice\talo\n", "utf-8")
    lines.write_text(json.dumps({"text": "Đất", "topics": ["land", "party"], "kind": "denunciation"}) + "\n", "utf-8")
    assert read_labelled(columns) == [
        Labelled("Đất", ("land", "party"), "denunciation", "plain"),
        Labelled("alo", (), "offtopic", "voice"),
    ]
    assert read_labelled(lines) == read_labelled(columns)[:1]


def test_the_figures_count_what_is_right_and_near() -> None:
    label = Labelled("x", ("land",), "report", "plain")
    judged = [Judged(label, ("land", "party"), "report"), Judged(label, ("party", "land"), "petition")]
    assert [(row.right, row.near) for row in judged] == [(True, True), (False, True)]
    assert kind_scores(judged) == {"petition": (0, 0, 1), "report": (1, 2, 1)}
    assert macro_f1(judged) == (0 + 2 / 3) / 2
    assert "primary topic        1/2 = 0.500" in "\n".join(report(judged))


@pytest.mark.parametrize("topic", TOPICS)
def test_each_matter_of_a_family_is_told_by_several_people_and_has_siblings(topic: str) -> None:
    families = read_families(FAMILIES / f"{topic}.txt")
    assert all(len(family) > 1 for family in families)
    assert all(len(matter.told) >= 7 for family in families for matter in family)
    assert {matter.name.split()[0] for family in families for matter in family} <= set(KINDS)


def test_no_telling_stands_twice_in_the_families() -> None:
    told = [text for t in TOPICS for family in read_families(FAMILIES / f"{t}.txt") for m in family for text in m.told]
    assert len(told) == len(set(told)) > 20_000


def test_a_telling_is_learnt_for_its_topic_alone_and_the_same_way_every_time() -> None:
    found = [*told_examples()]
    assert found == [*told_examples()]
    assert {example.topic for example in found} == set(TOPICS)
    assert {example.kind for example in found} == {""}


def test_no_text_kept_for_measuring_is_among_the_tellings() -> None:
    folder = Path(__file__).parents[2] / "training"
    kept = {label.text for name in ("third", "seventh") for label in read_labelled(folder / f"fresh_{name}.tsv")}
    assert kept.isdisjoint(text for _, text in told_texts())
