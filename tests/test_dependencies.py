"""Each direct dependency says in docs/dependencies.md why it is here, and the locks pin it with a hash."""

import re
import tomllib
from functools import cache

import pytest

from tests.sources import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt")


@cache
def declared() -> dict[str, tuple[str, ...]]:
    """The direct dependencies that pyproject.toml names, by the lock that must pin them first."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = pyproject["project"]
    running = names((*project["dependencies"], *pyproject["dependency-groups"]["build"]))
    return {
        "requirements.txt": running,
        "requirements-dev.txt": (*running, *names(project["optional-dependencies"]["dev"])),
    }


def names(requirements: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0] for requirement in requirements)


def rows() -> list[list[str]]:
    lines = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return table[2:]


def pinned(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9._-]+)==\S+.*\\$", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))


def test_every_direct_dependency_has_one_row_and_every_row_a_dependency() -> None:
    assert sorted(row[0] for row in rows()) == sorted(declared()["requirements-dev.txt"])


def test_every_row_says_what_for_and_why() -> None:
    assert [row[0] for row in rows() if len(row) != 4 or not all(row)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_direct_dependency_is_pinned(lock: str) -> None:
    assert set(declared()[lock]) - pinned(lock) == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    pins = re.split(r"^(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_place_on_a_machine(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"https?://\S+|file:\S+|--index-url|--find-links|/(?:home|root|tmp|opt|work)/\S*", text) == []
