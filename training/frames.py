"""What stands around a matter in a message: openings, places, effects, closings (`phrases/frames.txt`)."""

from pathlib import Path

_SYLLABLES = (
    "An Bình Cẩm Châu Đại Đông Đức Giang Hà Hải Hiệp Hòa Hồng Hưng Khánh Kim Lạc Lâm Long Lương Minh Mỹ Nam Nghĩa "
    "Ngọc Nhơn Phong Phú Phúc Phước Quang Quảng Sơn Tam Tân Tây Thạch Thanh Thành Thắng Thiện Thịnh Thọ Thuận Thượng "
    "Tiên Tiến Trà Trung Trường Tú Văn Vân Vĩnh Xuân Yên Cầu Suối Đồng Chợ Trại Bãi Nà Khuổi Pác Bản Ea Krông Plei"
)
NAMES = _SYLLABLES.split()
"""Syllables that made-up names of places and people are put together from."""


def read_frames() -> dict[str, list[str]]:
    """Return the frames by their heading; an empty frame is the bare matter."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in (Path(__file__).parent / "phrases" / "frames.txt").read_text("utf-8").splitlines():
        if line.startswith("== "):
            heading = line[3:]
            found[heading] = []
        elif not line.startswith("#"):
            found[heading].append("" if line == "-" else line)
    return found


FRAMES = read_frames()
