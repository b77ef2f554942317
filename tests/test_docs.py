"""The pages say what is there: links lead somewhere, and every verb and command is explained."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli import main
from handlers.commands import COMMANDS
from tests.sources import ROOT

README, README_VI = ROOT / "README.md", ROOT / "README.vi.md"
PAGES = [README, README_VI, *sorted((ROOT / "docs").glob("*.md")), ROOT / "plans" / "README.md"]
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_LINK = re.compile(r"""(?:\]\(|src=")([^)"\s]+)""")
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def links(page: Path) -> Iterator[Path]:
    for target in _LINK.findall(_CODE.sub("", read(page))):
        if "://" not in target and not target.startswith(("#", "mailto:")):
            yield page.parent / target.partition("#")[0]


def commands(page: Path) -> list[str]:
    """What a page has a reader type, without the remarks beside it."""
    lines = [line for block in _BLOCK.findall(read(page)) for line in block.splitlines()]
    return [command for line in lines if (command := line.partition("#")[0].rstrip())]


def headings(page: Path) -> list[str]:
    return re.findall(r"^(#+) ", _CODE.sub("", read(page)), re.MULTILINE)


def verbs(group: click.Group, prefix: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from verbs(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    assert [str(target) for target in links(page) if not target.exists()] == []


def test_both_readmes_have_the_same_parts_and_commands_and_links() -> None:
    assert headings(README) == headings(README_VI)
    assert commands(README) == commands(README_VI)
    pages = {target.resolve() for target in links(README)} - {README_VI.resolve()}
    assert pages - {README.resolve()} <= {target.resolve() for target in links(README_VI)}


def test_the_operators_page_explains_every_verb() -> None:
    page = read(ROOT / "docs" / "operators.md")
    assert [verb for verb in verbs(main) if f"`doithoai {verb}" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_no_verb_that_is_not_there(page: Path) -> None:
    known = {word for verb in verbs(main) for word in [verb.split()[0]]}
    typed = re.findall(r"\bdoithoai ([a-z]+)", "\n".join(_CODE.findall(read(page))))
    assert set(typed) - known - {"doithoai"} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_explained_to_those_who_may_use_it(name: str) -> None:
    page = "can-bo.md" if COMMANDS[name].roles else "cong-dan.md"
    assert f"`/{name}`" in read(ROOT / "docs" / page)


@pytest.mark.parametrize("page", ["can-bo.md", "cong-dan.md"])
def test_a_page_explains_no_command_that_is_not_there(page: str) -> None:
    named = set(re.findall(r"`/([a-z]+)", read(ROOT / "docs" / page)))
    assert named - set(COMMANDS) == set()


def test_the_operators_page_explains_every_warning_and_no_event_that_is_not_logged() -> None:
    code = "\n".join(read(path) for floor in ("bot", "handlers", "storage") for path in (ROOT / floor).rglob("*.py"))
    logged = set(re.findall(r'log\.[a-z]+\(\s*"([a-z_]+)"', code))
    alarming = set(re.findall(r'log\.(?:warning|error|exception)\(\s*"([a-z_]+)"', code))
    events = read(ROOT / "docs" / "operators.md").partition("| event | what it means |")[2].partition("\n\n")[0]
    named = {name for row in events.splitlines() for name in re.findall(r"`([a-z_]+)`", row.split(" | ")[0])}
    assert (sorted(alarming - named), sorted(named - logged)) == ([], [])


def test_the_page_on_plans_names_no_test_that_is_not_there() -> None:
    page = read(ROOT / "docs" / "plans.md")
    written = "\n".join(read(path) for path in (ROOT / "tests").rglob("*.py"))
    functions = set(re.findall(r"`(test_[a-z0-9_]+|[a-z]+(?:_[a-z]+){3,})`", page))
    files = set(re.findall(r"`(tests/[a-z_/]+\.py)`", page))
    assert {name for name in functions if f"def {name}(" not in written} == set()
    assert {name for name in files if not (ROOT / name).is_file()} == set()


def test_the_page_on_plans_has_a_row_for_every_requirement() -> None:
    page = read(ROOT / "docs" / "plans.md")
    counts = [part.count("\n| R") for part in page.split("\n## ")[2:]]
    assert counts == [16, 11, 12, 10, 10]
