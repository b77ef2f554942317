"""The verb `doithoai tag`: topics and kind of texts from standard input, by the same code as the chat's suggestions."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

import click

from handlers.understanding.tags import tag


class BadLine(click.ClickException):
    """A line that cannot be read, named by its number; exit code 1."""

    def __init__(self, number: int, what: str) -> None:
        """Say which line and what is wrong with it; the line itself is not repeated, it may be a resident's words."""
        super().__init__(f'Line {number}: {what}. Each line is a JSON object {{"text": "…"}}.')


@click.command(name="tag")
@click.argument("source", type=click.File("r", encoding="utf-8"), default="-")
def tag_command(source: TextIO) -> None:
    """Suggest topics and kind of texts: JSON Lines {"text": …} in, {"topics", "kind", "kind_score"} out, line by line.

    Up to five topics, best first, each with id, score (0 to 1) and the words that decided; none where nothing in the
    text can be read. Empty lines are passed over. Other fields of a line are left out of the answer.

    \b
    Examples:
      echo '{"text": "Đường thôn 3 đầy ổ gà"}' | doithoai tag
      doithoai tag concerns.jsonl > tags.jsonl
    """
    for text in _texts(source):
        click.echo(json.dumps(tagged(text), ensure_ascii=False))


def tagged(text: str) -> dict[str, Any]:
    """Return what is suggested of one text, ready to be written as JSON."""
    tags = tag(text)
    return {
        "topics": [{"id": one.topic, "score": one.score, "reasons": list(one.reasons)} for one in tags.topics],
        "kind": tags.kind.kind,
        "kind_score": tags.kind.score,
    }


def _texts(lines: Iterable[str]) -> Iterator[str]:
    """Yield the text of each line. Raises BadLine."""
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _text(line, number)
    except UnicodeDecodeError as error:
        raise BadLine(number + 1, "not UTF-8") from error


def _text(line: str, number: int) -> str:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(number, "not JSON") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise BadLine(number, 'no "text" that is a string')
    text: str = row["text"]
    return text
