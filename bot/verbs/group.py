"""The verb `doithoai group`: which of many texts are one matter, by the same code as in the chats."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

import click

from handlers.understanding.grouping import group


@click.command(name="group")
@click.argument("source", type=click.File("r", encoding="utf-8"), default="-")
def group_(source: TextIO) -> None:
    """Group texts that are the same matter in the same place.

    Reads JSON Lines {"id", "text"}; writes {"id", "group"} a line, in the order read. A group is named by the id
    of its first text. Nothing is stored, and no database is needed.

    \b
    Examples:
      doithoai group < concerns.jsonl
      doithoai group concerns.jsonl > groups.jsonl
    """
    rows = list(read_rows(source))
    names = {key: identifier for key, identifier, _ in rows}
    groups = group((key, text) for key, _, text in rows)
    for key, identifier, _ in rows:
        found = {"id": identifier, "group": names[groups[key]]}
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")


def read_rows(lines: Iterable[str]) -> Iterator[tuple[str, Any, str]]:
    """Yield (line number, id, text) of each line; an empty line is passed over, a wrong one named in the error."""
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            identifier, text = row["id"], row["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise click.ClickException(f'Line {number} is no JSON object with "id" and "text".') from error
        if not isinstance(text, str) or not isinstance(identifier, str | int) or json.dumps(identifier) in seen:
            raise click.ClickException(f"Line {number}: the id must be new, a text or a number, and the text a text.")
        seen.add(json.dumps(identifier))
        yield str(number), identifier, text
