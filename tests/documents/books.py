"""XLSX files as contributors send them, and as somebody hostile would: written by openpyxl, or part by part."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

from bot.documents.xlsx.report_form import write_template, write_with_errors
from handlers.rules.contributions import Choice, Choices, RowProblem, SheetRow

TODAY = date(2026, 11, 26)
OFFICE = "Xã Giao Minh"
CHOICES = Choices(
    areas=tuple(Choice(key=f"xom-{n}", name=f"Xóm {n}") for n in range(1, 13)),
    topics=(Choice(key="land", name="Đất đai"), Choice(key="transport", name="Giao thông")),
)
HEADER = (
    "TT",
    "Nguồn",
    "Ngày ghi nhận",
    "Họ và tên",
    "Số người",
    "Thôn/Xóm",
    "Số điện thoại",
    "Đồng ý ghi tên",
    "Nội dung",
)
ROW = (
    1,
    "Gặp người dân",
    "05/11/2026",
    "Trần Thị Bình",
    None,
    "Xóm 3",
    "0912345678",
    "Có",
    "Đường xóm 3 hỏng hai năm nay.",
)
GROUP = (2, "Họp dân", "06/11/2026", "Họp dân xóm 4", 45, "xom 4", None, None, "Đề nghị lắp đèn đường.")


def template() -> bytes:
    """The empty template."""
    file = BytesIO()
    write_template(file, OFFICE, CHOICES, TODAY)
    return file.getvalue()


def sent_back(rows: Sequence[SheetRow], problems: Sequence[RowProblem]) -> bytes:
    """The sheet with the column of errors."""
    file = BytesIO()
    write_with_errors(file, OFFICE, CHOICES, TODAY, rows, problems)
    return file.getvalue()


def saved(book: Any) -> bytes:
    """An openpyxl workbook as bytes."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def filled(*rows: Sequence[object], header: Sequence[str] = HEADER) -> Any:
    """A workbook whose first sheet is a table of these rows."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Ý kiến"
    for values in (header, *rows):
        sheet.append(list(values))
    return book


def changed(data: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """A workbook with some parts replaced, added, or (None) taken away."""
    file = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        kept = {name: old.read(name) for name in old.namelist()}
        for name, content in {**kept, **parts}.items():
            if content is not None:
                new.writestr(name, content)
    return file.getvalue()


def part(data: bytes, name: str) -> bytes:
    """One part of a workbook."""
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(name)
