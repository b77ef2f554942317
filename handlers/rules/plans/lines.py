"""On which line of a TOML file a value stands, so that an error in a plan can name it.

The standard library's parser keeps no positions. This scanner runs after it, on text already known to be
valid TOML, and only follows keys, tables and brackets; it never interprets values.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from contextlib import suppress

Path = tuple[str | int, ...]

_KEY = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([A-Za-z0-9_-]+))\s*')
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_SCALAR = re.compile(r"[^,\]}\n#]*")


def lines_of(text: str) -> dict[Path, int]:
    """The line (from 1) of every key, table and array element of a valid TOML text, by its path."""
    scanner = _Scanner(text)
    # brackets nested too deep to follow: an error there is placed at the value around them
    with suppress(RecursionError):
        scanner.scan()
    return scanner.lines


def line_of(lines: Mapping[Path, int], path: Path) -> int | None:
    """The line of the value at ``path``, or of the nearest thing around it; None for the file as a whole."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0] + [match.end() for match in re.finditer("\n", text)]
        self.lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}

    def scan(self) -> None:
        table: Path = ()
        at = self._skip(0)
        while at < len(self._text):
            if self._text[at] == "[":
                table, at = self._header(at)
            else:
                at = self._pair(at, table)
            at = self._skip(at)

    def _skip(self, at: int) -> int:
        match = _BLANK.match(self._text, at)
        return match.end() if match else at

    def _keep(self, path: Path, at: int) -> None:
        self.lines.setdefault(path, bisect_right(self._starts, at))

    def _keys(self, at: int) -> tuple[list[str], int]:
        keys = []
        while match := _KEY.match(self._text, at):
            keys.append(next(group for group in match.groups() if group is not None))
            at = match.end()
            if self._text[at : at + 1] != ".":
                break
            at += 1
        return keys, at

    def _header(self, at: int) -> tuple[Path, int]:
        brackets = 2 if self._text.startswith("[[", at) else 1
        keys, end = self._keys(at + brackets)
        path = (*self._resolve(keys[:-1]), keys[-1])
        if brackets == 2:
            self._keep(path, at)
            self._counts[path] = self._counts.get(path, -1) + 1
        path = self._resolve(keys)
        self._keep(path, at)
        return path, end + brackets

    def _resolve(self, keys: list[str]) -> Path:
        path: Path = ()
        for key in keys:
            path += (key,)
            if path in self._counts:
                path += (self._counts[path],)
        return path

    def _pair(self, at: int, table: Path) -> int:
        keys, end = self._keys(at)
        path = table
        for key in keys:
            path += (key,)
            self._keep(path, at)
        return self._value(self._skip(end + 1), path)

    def _value(self, at: int, path: Path) -> int:
        if self._text[at] == "[":
            return self._array(at + 1, path)
        if self._text[at] == "{":
            return self._inline_table(at + 1, path)
        match = _STRING.match(self._text, at) or _SCALAR.match(self._text, at)
        return match.end() if match else at

    def _array(self, at: int, path: Path) -> int:
        index = 0
        while self._text[at := self._skip(at)] != "]":
            self._keep((*path, index), at)
            at = self._comma(self._value(at, (*path, index)))
            index += 1
        return at + 1

    def _inline_table(self, at: int, path: Path) -> int:
        while self._text[at := self._skip(at)] != "}":
            at = self._comma(self._pair(at, path))
        return at + 1

    def _comma(self, at: int) -> int:
        at = self._skip(at)
        return at + 1 if self._text[at] == "," else at
