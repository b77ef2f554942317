"""The format rules as tables: page, fonts, sizes, alignment, marks. State: NĐ 30/2020/NĐ-CP, Phụ lục I. Party: HD
36-HD/VPTW (2018) and HD 05-HD/VPTW (2026), which differ in the sign between recipients.

Lengths on paper are millimetres, sizes and gaps of type are points. Where a rule leaves a range, one value was chosen.
The style names are what people see in Word's list of styles.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.papers.content import Authority
from handlers.papers.families import Family

FONT = "Times New Roman"
DRAFT = "DỰ THẢO"
DRAFT_NOTE = "Đây là bản nháp do trợ lý tự động soạn; người có thẩm quyền chưa duyệt."


class Role(StrEnum):
    """What a paragraph is; the value is the style's name in Word."""

    SUPERIOR = "Cơ quan cấp trên"
    ISSUER = "Cơ quan ban hành"
    STAR = "Dấu sao"
    NATION = "Quốc hiệu"
    MOTTO = "Tiêu ngữ"
    NUMBER = "Số ký hiệu"
    PLACE_DATE = "Địa danh, ngày tháng"
    TYPE = "Tên loại"
    ABSTRACT = "Trích yếu"
    DASHES = "Gạch dưới trích yếu"
    ADDRESSEE = "Kính gửi"
    ADDRESSEE_LINE = "Dòng kính gửi"
    BASIS = "Căn cứ"
    BODY = "Nội dung"
    PART = "Mục lớn"
    SECTION = "Mục"
    AUTHORITY = "Quyền hạn"
    POSITION = "Chức vụ"
    SIGNER = "Họ tên người ký"
    UNDER_SIGNATURE = "Ghi chú ký"
    RECIPIENTS = "Nơi nhận"
    RECIPIENT = "Dòng nơi nhận"
    PAGE_NUMBER = "Số trang"
    DRAFT_MARK = "Dự thảo"
    DRAFT_PAGE = "Số trang dự thảo"
    DRAFT_NOTE = "Ghi chú dự thảo"
    APPENDIX = "Phụ lục"
    APPENDIX_TITLE = "Tên phụ lục"
    APPENDIX_NOTE = "Kèm theo"
    CELL = "Bảng"
    CELL_CENTRED = "Bảng, giữa"
    CELL_HEAD = "Bảng, đầu cột"
    CAPTION = "Chú thích hình"
    PICTURE = "Hình"
    FORM = "Mẫu điền"
    FORM_SMALL = "Mẫu điền, nhỏ"
    SPEECH = "Bài đọc"
    RULE = "Đường kẻ"


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """How a paragraph looks: points, millimetres (`first_line`, `left`), a multiple of lines or an exact height."""

    size: float
    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: str = "left"
    first_line: float = 0
    left: float = 0
    before: float = 0
    after: float = 0
    lines: float = 1
    exact: float | None = None
    keep_next: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page in millimetres, portrait; `turned` exchanges the sides and keeps the margins."""

    width: float = 210
    height: float = 297
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15
    header: float = 9
    landscape: bool = False

    @property
    def text_width(self) -> float:
        """What is between the side margins."""
        return self.width - self.left - self.right

    def turned(self) -> "Page":
        """The same paper lying on its side."""
        return replace(self, width=self.height, height=self.width, landscape=True)


A4 = Page()
"""NĐ 30: top and bottom 20–25, left 30–35, right 15–20; HD 36: 20, 20, 30, 15."""
A5 = Page(width=148, height=210, top=12, bottom=10, left=15, right=12, header=5)
"""Slips alone; HD 36 allows A5, no rule gives its margins."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Guide:
    """One family's rules."""

    styles: Mapping[Role, Style]
    left_column: float
    """Millimetres of the text width that the issuer's side of the letterhead takes on a portrait page."""
    nation: tuple[str, ...]
    between_recipients: str
    file_line: str
    basis_end: tuple[str, str]
    """After each legal basis, and after the last."""
    part_mark: str
    section_mark: str
    signs: Mapping[Authority, str]
    dashes: bool
    star: bool
    secretary: str
    chair: str


_COMMON = {
    Role.PLACE_DATE: Style(size=14, italic=True, align="center", before=4),
    Role.TYPE: Style(size=14, bold=True, align="center", before=12, keep_next=True),
    Role.ABSTRACT: Style(size=14, bold=True, align="center", keep_next=True),
    Role.DASHES: Style(size=14, align="center", after=6),
    Role.ADDRESSEE: Style(size=14, left=30, before=6, after=6),
    Role.ADDRESSEE_LINE: Style(size=14, left=53, after=3),
    Role.BODY: Style(size=14, align="both", first_line=12.7, after=6, lines=1),
    Role.BASIS: Style(size=14, italic=True, align="both", first_line=12.7, after=6, lines=1),
    Role.PART: Style(size=14, bold=True, align="both", first_line=12.7, before=6, after=6, keep_next=True),
    Role.SECTION: Style(size=14, bold=True, align="both", first_line=12.7, before=4, after=6, keep_next=True),
    Role.AUTHORITY: Style(size=14, bold=True, align="center", keep_next=True),
    Role.POSITION: Style(size=14, bold=True, align="center", keep_next=True),
    Role.SIGNER: Style(size=14, bold=True, align="center", before=60, keep_next=True),
    Role.UNDER_SIGNATURE: Style(size=12, italic=True, align="center", keep_next=True),
    Role.DRAFT_MARK: Style(size=13, bold=True, align="right"),
    Role.DRAFT_PAGE: Style(size=14),
    Role.DRAFT_NOTE: Style(size=10, italic=True, align="right"),
    Role.PAGE_NUMBER: Style(size=14, align="center"),
    Role.APPENDIX: Style(size=14, bold=True, align="center", keep_next=True),
    Role.APPENDIX_TITLE: Style(size=14, bold=True, align="center", keep_next=True),
    Role.APPENDIX_NOTE: Style(size=14, italic=True, align="center", after=8, keep_next=True),
    Role.CELL: Style(size=12, before=2, after=2),
    Role.CELL_CENTRED: Style(size=12, align="center", before=2, after=2),
    Role.CELL_HEAD: Style(size=12, bold=True, align="center", before=3, after=3),
    Role.CAPTION: Style(size=12, italic=True, align="center", before=2, after=10),
    Role.PICTURE: Style(size=12, align="center", before=6, keep_next=True),
    Role.FORM: Style(size=12, after=3),
    Role.FORM_SMALL: Style(size=10, after=2),
    Role.SPEECH: Style(size=20, align="left", after=12, lines=1.3),
    Role.RULE: Style(size=2, exact=4, align="center", keep_next=True),
}

_STATE = Guide(
    styles={
        **_COMMON,
        Role.SUPERIOR: Style(size=13, align="center"),
        Role.ISSUER: Style(size=13, bold=True, align="center"),
        Role.STAR: Style(size=13, align="center"),
        Role.NATION: Style(size=13, bold=True, align="center"),
        Role.MOTTO: Style(size=14, bold=True, align="center"),
        Role.NUMBER: Style(size=13, align="center", before=5),
        Role.RECIPIENTS: Style(size=12, bold=True, italic=True),
        Role.RECIPIENT: Style(size=11),
    },
    left_column=65,
    nation=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    between_recipients=";",
    file_line="Lưu: {}",
    basis_end=(";", "."),
    part_mark=". ",
    section_mark=". ",
    signs={
        Authority.ON_BEHALF: "TM.",
        Authority.DEPUTY: "KT.",
        Authority.BY_ORDER: "TL.",
        Authority.BY_MANDATE: "TUQ.",
        Authority.ACTING: "Q.",
    },
    dashes=False,
    star=False,
    secretary="THƯ KÝ",
    chair="CHỦ TỌA",
)

_PARTY_36 = replace(
    _STATE,
    styles={
        **_COMMON,
        Role.SUPERIOR: Style(size=14, align="center"),
        Role.ISSUER: Style(size=14, bold=True, align="center"),
        Role.STAR: Style(size=14, align="center"),
        Role.NATION: Style(size=15, bold=True, align="center"),
        Role.MOTTO: Style(size=15, bold=True, align="center"),
        Role.NUMBER: Style(size=14, align="center", before=4),
        Role.TYPE: Style(size=16, bold=True, align="center", before=14, keep_next=True),
        Role.ABSTRACT: Style(size=14, bold=True, align="center", keep_next=True),
        Role.BODY: Style(size=14, align="both", after=6, first_line=10, exact=18),
        Role.BASIS: Style(size=14, align="both", after=6, first_line=10, exact=18),
        Role.PART: Style(size=14, bold=True, align="both", before=6, after=6, first_line=10, exact=18, keep_next=True),
        Role.SECTION: Style(
            size=14, bold=True, align="both", before=4, after=6, first_line=10, exact=18, keep_next=True
        ),
        Role.POSITION: Style(size=14, align="center", keep_next=True),
        Role.RECIPIENTS: Style(size=14, underline=True),
        Role.RECIPIENT: Style(size=12),
    },
    left_column=80,
    nation=("ĐẢNG CỘNG SẢN VIỆT NAM",),
    between_recipients=",",
    file_line="Lưu {}",
    basis_end=(",", ","),
    part_mark="- ",
    section_mark="- ",
    signs={
        Authority.ON_BEHALF: "T/M",
        Authority.DEPUTY: "K/T",
        Authority.BY_ORDER: "T/L",
        Authority.BY_MANDATE: "TUQ",
        Authority.ACTING: "Q.",
    },
    dashes=True,
    star=True,
    secretary="NGƯỜI GHI BIÊN BẢN",
    chair="CHỦ TRÌ HỘI NGHỊ",
)

GUIDES: Mapping[Family, Guide] = {
    Family.STATE: _STATE,
    Family.PARTY_36: _PARTY_36,
    Family.PARTY_05: replace(_PARTY_36, between_recipients=";"),
}
