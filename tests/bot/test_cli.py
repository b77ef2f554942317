"""The verbs, as an operator types them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.export import rows
from storage.database import Database
from tests.house import House
from tests.sources import ROOT

Say = Callable[..., Result]
PLAN = str(ROOT / "plans" / "giao-minh-2025.toml")


def verbs(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from verbs(command, (*path, name))
        else:
            yield (*path, name), command


VERBS = dict(verbs(main))


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TELEGRAM_TOKEN", "")

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, words)

    return run


@pytest.mark.parametrize("path", VERBS, ids=" ".join)
def test_every_verb_has_help_with_an_example(path: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(main, [*path, "--help"]).output
    assert "Example" in shown
    assert f"doithoai {path[0]}" in shown


def test_help_lists_every_verb() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output
    for verb in ("run", "demo", "migrate", "doctor", "office", "plan", "export"):
        assert f"  {verb} " in shown


def test_an_office_starts_from_its_plan_and_gets_its_first_admin(say: Say) -> None:
    assert "No office yet" in say("office", "list").output
    assert say("office", "import", PLAN).output == "GM  Xã Giao Minh\n"
    assert say("office", "import", PLAN).output == "GM  Xã Giao Minh\n"
    assert say("office", "list").output == "GM  Xã Giao Minh\n"
    assert say("office", "admin", "Nguyễn Văn A").output.startswith("/start ")
    assert say("migrate").output == "Everything is up to date.\n"


def test_the_doctor_says_what_to_mend_and_with_which_command(say: Say) -> None:
    empty = say("doctor")
    assert (empty.exit_code, "doithoai office import" in empty.output) == (1, True)
    say("office", "import", PLAN)
    found = say("doctor").output
    for words in ("invented", "doithoai office admin", "/canbo", "Telegram is not used"):
        assert words in found


def test_the_demo_prints_a_link_for_each_official(say: Say) -> None:
    shown = say("demo").output
    assert shown.count("/chat#") == 7
    assert "/chat\n" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run",), "no office yet"),
        (("export",), "no office yet"),
        (("office", "admin", "A"), "no office yet"),
        (("office", "import", "/nowhere.toml"), "does not exist"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_an_exit_code(say: Say, words: tuple[str, ...], said: str) -> None:
    result = say(*words)
    assert result.exit_code != 0
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_broken_plan_or_setting_is_told_in_words(say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "plan.toml"
    broken.write_text("format = 1\nkey = 7\n", encoding="utf-8")
    assert say("office", "import", str(broken)).exit_code == 1
    monkeypatch.setenv("PORT", "many")
    refused = say("office", "list")
    assert (refused.exit_code, "PORT" in refused.output) == (1, True)


async def test_an_export_has_every_open_concern_and_nothing_protected(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await lan.enter()
    for text in (
        "Đường làng hỏng nặng, xe không qua được",
        "Tôi tố cáo ông Hùng cán bộ địa chính nhận hối lộ 20 triệu",
    ):
        await lan.say(text)
        await lan.press(next(c.value for c in lan.last.choices if "~" in c.value))
        await lan.tap("Gửi")
    states = await house.rows("SELECT protected FROM concern ORDER BY number")
    assert [bool(row["protected"]) for row in states] == [False, True]
    exported = json.dumps(await database.read(lambda tx: rows(tx, house.office)), ensure_ascii=False)
    assert "GM-0001" in exported
    assert "GM-0002" not in exported
    assert "tố cáo" not in exported
