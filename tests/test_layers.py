"""The house's rules, read from the imports and names in the source (docs/architecture.md)."""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.sources import Source, parse, sources

FLOORS = ("storage", "handlers", "bot")
DRIVERS = {"aiosqlite", "psycopg", "psycopg_pool", "pydantic", "yoyo"}
NETWORK = {"aiohttp", "asyncio", "httpx", "psycopg", "socket", "starlette", "urllib", "uvicorn"}
PLATFORM = re.compile("telegram|zalo", re.IGNORECASE)
CLOCK = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
}
STOPWATCHES = {
    f"time.{name}{ending}"
    for name in ("monotonic", "perf_counter", "process_time", "thread_time")
    for ending in ("", "_ns")
}
SLEEPS = {"anyio.sleep", "asyncio.sleep", "time.sleep"}
PATCHES = re.compile(r"(unittest\.)?mock\b|mocker\b|monkeypatch\.(setattr|setitem|delattr|delitem)$")


def floor(module: str) -> int | None:
    name = module.partition(".")[0]
    return FLOORS.index(name) if name in FLOORS else None


def upward_imports(file: Source) -> list[str]:
    own = floor(file.module)
    found = ((module, floor(module)) for module, _ in file.imports)
    return [module for module, its in found if own is not None and its is not None and its > own]


def import_circle(files: Iterable[Source]) -> list[str]:
    known = {file.module: file for file in files}
    graph = {name: set(_imported_files(file, set(known))) - {name} for name, file in known.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _imported_files(file: Source, known: set[str]) -> Iterator[str]:
    for module, name in file.imports:
        yield from [found for found in (f"{module}.{name}", module) if found in known][:1]


def foreign_imports(file: Source) -> set[str]:
    return {module.partition(".")[0] for module, _ in file.imports} - set(FLOORS)


def beyond_the_drivers(file: Source) -> set[str]:
    return foreign_imports(file) - DRIVERS - sys.stdlib_module_names


def asynchronous_or_networked(file: Source) -> set[str]:
    waits = {f"async at line {node.lineno}" for node in ast.walk(file.tree) if isinstance(node, ast.AsyncFunctionDef)}
    return waits | (foreign_imports(file) & NETWORK)


def platform_words(file: Source) -> list[str]:
    """Identifiers, imports, comments and docstrings; a stored value is a string and may name a platform."""
    tokens = tokenize.generate_tokens(io.StringIO(file.text).readline)
    written = [token.string for token in tokens if token.type in {tokenize.NAME, tokenize.COMMENT}]
    return [text for text in (*written, *_bare_strings(file.tree)) if PLATFORM.search(text)]


def _bare_strings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value


def clock_readings(file: Source) -> list[str]:
    return [f"line {node.lineno}: {name}" for name, node in file.references() if name in CLOCK]


def stopwatches(file: Source) -> list[str]:
    """Readings of a clock that only measures; how long something takes is for `make bench`."""
    return [f"line {node.lineno}: {name}" for name, node in file.references() if name in STOPWATCHES]


def sleeps(file: Source) -> list[str]:
    """Calls that let time pass; `asyncio.sleep(0)` only lets others run."""
    calls = (node for node in ast.walk(file.tree) if isinstance(node, ast.Call))
    return [f"line {call.lineno}" for call in calls if file.full_name(call.func) in SLEEPS and not _is_zero(call)]


def _is_zero(call: ast.Call) -> bool:
    return [ast.unparse(argument) for argument in call.args] == ["0"]


def patches(file: Source) -> list[str]:
    used = [name for name, _ in file.references()]
    imported = [f"{module}.{name}" if name else module for module, name in file.imports]
    return [name for name in (*used, *imported) if PATCHES.match(name)]


def each(*folders: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("file", [pytest.param(file, id=str(file.path)) for file in sources(*folders)])


@each(*FLOORS)
def test_a_file_imports_from_its_own_floor_or_below(file: Source) -> None:
    assert not upward_imports(file)


def test_no_file_imports_in_a_circle() -> None:
    assert not import_circle(sources(*FLOORS))


@each("storage")
def test_storage_imports_the_standard_library_and_its_drivers(file: Source) -> None:
    assert not beyond_the_drivers(file)


@each("handlers")
def test_handlers_are_plain_functions_without_network(file: Source) -> None:
    assert not asynchronous_or_networked(file)


@each("handlers", "storage")
def test_what_is_decided_and_remembered_names_no_platform(file: Source) -> None:
    assert not platform_words(file)


@each(*FLOORS, "tests", "benchmarks")
def test_only_the_clock_reads_the_clock(file: Source) -> None:
    assert file.module == "bot.clock" or not clock_readings(file)


@each("tests")
def test_a_test_neither_sleeps_nor_patches(file: Source) -> None:
    # A fake server is slow on purpose, as the one it stands for; the test that calls it waits for its answer.
    assert file.module.startswith("tests.fakes.") or not sleeps(file)
    assert not patches(file)


@each("tests")
def test_no_test_measures_how_long_something_takes(file: Source) -> None:
    assert not stopwatches(file)


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        pytest.param(upward_imports, "storage/a.py", "from handlers import rules", id="storage imports handlers"),
        pytest.param(upward_imports, "handlers/a.py", "def f():\n    import bot.clock", id="inside a function"),
        pytest.param(upward_imports, "handlers/rules/a.py", "from ...bot import clock", id="relative"),
        pytest.param(beyond_the_drivers, "storage/a.py", "import httpx", id="storage imports a client"),
        pytest.param(asynchronous_or_networked, "handlers/a.py", "async def f(): ...", id="an async handler"),
        pytest.param(asynchronous_or_networked, "handlers/a.py", "import httpx", id="a handler with network"),
        pytest.param(platform_words, "handlers/a.py", "telegram_id = 1", id="identifier"),
        pytest.param(platform_words, "handlers/a.py", "x = 1  # as Zalo does", id="comment"),
        pytest.param(platform_words, "handlers/a.py", '"""For Zalo."""', id="docstring"),
        pytest.param(clock_readings, "a.py", "from datetime import datetime as dt\ndt.now()", id="renamed"),
        pytest.param(clock_readings, "a.py", "import datetime\nf = datetime.date.today", id="handed on"),
        pytest.param(clock_readings, "a.py", "from time import time\ntime()", id="time.time"),
        pytest.param(stopwatches, "a.py", "from time import perf_counter as now\nnow()", id="a stopwatch"),
        pytest.param(sleeps, "a.py", "from asyncio import sleep\nasync def f(): await sleep(1)", id="sleep"),
        pytest.param(patches, "a.py", "from unittest import mock", id="mock"),
        pytest.param(patches, "a.py", "def f(monkeypatch): monkeypatch.setattr('a.b', 1)", id="monkeypatch"),
    ],
)
def test_each_rule_finds_what_breaks_it(rule: Callable[[Source], object], path: str, text: str) -> None:
    assert rule(parse(text, path))


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        pytest.param(upward_imports, "bot/a.py", "from handlers import rules\nimport storage.records", id="downward"),
        pytest.param(platform_words, "storage/a.py", "kinds = ('telegram', 'zalo_oa')", id="stored values"),
        pytest.param(clock_readings, "a.py", "from bot import clock\nclock.now()", id="our own clock"),
        pytest.param(sleeps, "a.py", "import asyncio\nasync def f(): await asyncio.sleep(0)", id="sleep of 0"),
        pytest.param(patches, "a.py", "def f(monkeypatch): monkeypatch.setenv('PORT', '1')", id="environment"),
    ],
)
def test_each_rule_lets_pass_what_keeps_it(rule: Callable[[Source], object], path: str, text: str) -> None:
    assert not rule(parse(text, path))


def test_a_circle_through_three_files_is_found() -> None:
    texts = {"bot/a.py": "from bot import b", "bot/b.py": "import bot.c", "bot/c.py": "from .a import x"}
    assert set(import_circle(parse(text, path) for path, text in texts.items())) == {
        "bot.a",
        "bot.b",
        "bot.c",
    }
