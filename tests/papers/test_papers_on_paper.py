"""Papers of a real plan as LibreOffice prints them: an invitation is one page a guest, a slip one page of A5."""

import asyncio
import shutil
from datetime import date
from pathlib import Path

from storage.database import open_database
from tests.documents.office import converted, pages
from tests.milestones.planned import GIAO_MINH, local, planned
from tests.official.sessions_at_work import staff
from tests.papers.drawn import got, made, maker_for


async def drawn(url: str, folder: Path) -> dict[str, bytes]:
    """The invitation, the notice with its script, and a blank slip of the 2025 plan."""
    async with open_database(url) as database:
        house = await planned(database, GIAO_MINH, local(2025, 11, 24), {"doi-thoai-2025": date(2025, 11, 29)})
        hoa, _ = await staff(house)
        for word in ("giaymoi", "thongbao", "phatbieu"):
            await hoa.say(f"/baocao {word}")
        await made(house, maker_for(house, folder))
        return await got(hoa, folder)


def test_an_invitation_is_one_page_a_guest_and_a_slip_one_page(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "test.db")
    files = asyncio.run(drawn(f"sqlite:///{tmp_path / 'test.db'}", tmp_path))
    names = {
        "giay-moi": "Giấy mời (dự thảo).docx",
        "phieu": "Phiếu đăng ký phát biểu.docx",
        "phat-thanh": "Bài phát thanh, thông báo (dự thảo).docx",
    }
    shown = converted({short: files[name] for short, name in names.items()}, tmp_path)
    invitations = pages(shown["giay-moi"])
    assert len(invitations) == 7 + 12 + 12
    assert all("GIẤY MỜI" in page and "Vũ Xuân Thủy" in page for page in invitations)
    assert sum("Xóm 12" in page for page in invitations) == 2
    assert len(pages(shown["phieu"])) == 1
    script = " ".join("".join(pages(shown["phat-thanh"])).split())
    assert "đại diện Nhân dân và các thành phần được mời" in script
