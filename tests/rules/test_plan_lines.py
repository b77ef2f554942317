"""The line of a value is found in any valid TOML, whatever its layout."""

import pytest

from handlers.rules.plans.lines import line_of, lines_of

TEXT = '''# a comment with [brackets] and = signs
top = "a # not a comment"
"quoted key" = 1

[office]   # comment
name = """
many = lines
[not.a.table]
"""
dotted.inner.key = 1

[[sessions]]
key = 'one'
focus = [
    { key = "a", list = [1, 2] },  # }
    # ]
    { key = "b" },
]
[sessions.when]
date = 2025-11-28
[[sessions.rows]]
x = 1
[[sessions.rows]]
x = 2

[[sessions]]
key = "two ] } ="
[[sessions.rows]]
x = 3
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("quoted key",), 3),
        (("office",), 5),
        (("office", "name"), 6),
        (("office", "dotted", "inner", "key"), 10),
        (("sessions",), 12),
        (("sessions", 0, "key"), 13),
        (("sessions", 0, "focus", 0, "key"), 15),
        (("sessions", 0, "focus", 0, "list", 1), 15),
        (("sessions", 0, "focus", 1, "key"), 17),
        (("sessions", 0, "when", "date"), 20),
        (("sessions", 0, "rows", 1, "x"), 24),
        (("sessions", 1, "key"), 27),
        (("sessions", 1, "rows", 0, "x"), 29),
    ],
)
def test_a_value_is_found_on_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert lines_of(TEXT)[path] == line


def test_a_missing_value_is_placed_at_what_surrounds_it() -> None:
    lines = lines_of(TEXT)
    assert line_of(lines, ("sessions", 1, "when", "date")) == 26
    assert line_of(lines, ("nowhere",)) is None


def test_a_file_saved_on_windows_counts_the_same_lines() -> None:
    assert lines_of(TEXT.replace("\n", "\r\n"))["sessions", 1, "rows", 0, "x"] == 29
