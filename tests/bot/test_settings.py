"""Every setting is documented, and the documents name no setting that is not there."""

import re
import stat
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.sources import ROOT

NAMES = {name.upper() for name in Settings.model_fields}


def test_env_example_lists_every_setting_and_no_other() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?\s?([A-Z_]+)=", text, re.MULTILINE)) == NAMES


def test_the_operators_page_describes_every_setting_with_its_default() -> None:
    text = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert f"`{name.upper()}`" in text, name
        assert str(field.description) in text, name


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    first = settings.secret()
    assert len(first) >= 48
    assert settings.secret() == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_setting_from_the_environment_comes_before_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9001")
    assert Settings().address == "http://127.0.0.1:9001"
    monkeypatch.setenv("PUBLIC_URL", "https://doithoai.example/")
    assert Settings().address == "https://doithoai.example"
