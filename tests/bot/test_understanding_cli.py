"""`doithoai tag`: JSON Lines in, suggestions out, and a bad line is named."""

import json

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import main
from handlers.understanding.lexicon import TOPICS
from handlers.understanding.suggestions import KINDS
from handlers.understanding.tags import tag


def run(lines: str | bytes) -> Result:
    return CliRunner().invoke(main, ["tag"], input=lines)


def line(text: str) -> str:
    return json.dumps({"text": text}) + "\n"


def test_each_line_is_answered_with_topics_in_order_and_a_kind() -> None:
    texts = ("Đường thôn 3 đầy ổ gà, xe máy ngã hoài", "Cho hỏi làm khai sinh cần giấy tờ gì?")
    answers = [json.loads(answer) for answer in run("".join(map(line, texts))).output.splitlines()]
    assert [answer["topics"][0]["id"] for answer in answers] == ["transport", "admin"]
    assert [answer["kind"] for answer in answers] == ["report", "question"]
    for answer in answers:
        scores = [topic["score"] for topic in answer["topics"]]
        assert len(scores) == 5
        assert scores == sorted(scores, reverse=True)
        assert answer["topics"][0]["reasons"]


def test_the_verb_says_what_the_chat_suggests() -> None:
    text = "Trưởng thôn ăn chặn tiền hỗ trợ bão của dân."
    answer = json.loads(run(line(text)).output)
    assert [topic["id"] for topic in answer["topics"]] == [topic.topic for topic in tag(text).topics]
    assert (answer["kind"], answer["kind_score"]) == ("denunciation", tag(text).kind.score)


def test_an_empty_text_is_about_nothing() -> None:
    answer = json.loads(run(line("")).output)
    assert (answer["topics"], answer["kind"]) == ([], "offtopic")


def test_empty_lines_are_passed_over_and_other_fields_are_left_out() -> None:
    answers = run('\n{"id": 7, "text": "mất điện cả xóm"}\n\n').output.splitlines()
    assert [sorted(json.loads(answer)) for answer in answers] == [["kind", "kind_score", "topics"]]


BAD = {
    "not JSON": "đường hỏng",
    "not an object": "[1]",
    "no text": '{"id": 1}',
    "a text that is a number": '{"text": 5}',
    "endless brackets": "[" * 100_000,
}


@pytest.mark.parametrize("bad", BAD.values(), ids=list(BAD))
def test_a_bad_line_is_named_and_not_repeated(bad: str) -> None:
    result = run(line("mất nước") + bad + "\n")
    assert result.exit_code == 1
    assert "Line 2" in result.output
    assert "đường hỏng" not in result.output


def test_a_line_that_is_not_utf_8_is_named() -> None:
    result = run(line("mất nước").encode() + b'{"text": "\xff"}\n')
    assert result.exit_code == 1
    assert "not UTF-8" in result.output


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=100))
def test_any_text_is_answered(text: str) -> None:
    result = run(line(text))
    assert result.exit_code == 0
    answer = json.loads(result.output)
    assert answer["kind"] in KINDS
    assert all(topic["id"] in TOPICS for topic in answer["topics"])
