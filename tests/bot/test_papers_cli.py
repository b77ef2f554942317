"""`doithoai papers`: what an official or operator reads."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from bot.cli import main


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["papers", *arguments])
    return done.exit_code, done.output


def test_an_example_can_be_written_checked_and_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "thong-bao.docx"
    assert run("example", str(file), "--family", "party") == (0, f"{file}\n")
    assert run("check", str(file)) == (0, "thong-bao.docx: dùng được cho thông báo.\n")
    code, said = run("example", str(file))
    assert (code, "is there already" in said) == (1, True)


def test_a_misspelt_field_is_told_with_its_place(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ isuer }}")
    document.save(str(tmp_path / "mau.docx"))
    code, said = run("check", str(tmp_path / "mau.docx"), "--paper", "thong-bao")
    assert code == 1
    assert "mau.docx: đoạn 1 («{{ isuer }}»): không có mục «isuer»; có phải «issuer»?" in said


def test_a_file_whose_name_says_nothing_needs_the_paper(tmp_path: Path) -> None:
    (tmp_path / "mau.docx").touch()
    code, said = run("check", str(tmp_path / "mau.docx"))
    assert (code, "--paper" in said) == (2, True)


@pytest.mark.parametrize(("paper", "field"), [("thong-bao", "{{ meeting.when }}"), ("ket-luan", "    {{ x.matter }}")])
def test_the_fields_of_a_paper_are_listed_as_a_template_names_them(paper: str, field: str) -> None:
    code, said = run("fields", paper)
    assert code == 0
    assert field in said.splitlines()
