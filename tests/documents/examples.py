"""Invented content for papers that are drawn: a commune, its concerns, its milestones."""

from datetime import date, time, timedelta

from handlers.papers.tables import (
    ConcernRow,
    Count,
    Counts,
    FollowUpRow,
    Heading,
    Poster,
    Progress,
    TimelineEntry,
    tally,
)

TODAY = date(2026, 11, 26)
HEADING = Heading(
    office="Xã Giao Minh",
    title="Tổng hợp ý kiến, kiến nghị của Nhân dân",
    subtitle="Buổi đối thoại ngày 15/12/2026",
    as_of=TODAY,
)
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "=1+1",
    "+84912345678",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "{=1+1}",
    "https://example.org/",
    "00123",
    "2026-11-26",
    "TRUE",
    "_x0041_",
    "'=1+1",
)
LONG_NAME = "Nguyễn Thị Hoàng Ánh Tuyết " * 11 + "Hết"
_TOPICS = ("Giao thông", "Đất đai", "Môi trường, rác thải", "Điện, nước, thoát nước", "Chính sách, an sinh xã hội")
_AGENCIES = ("Phòng Kinh tế", "Phòng Văn hóa – Xã hội", "Công an xã")
_STATES = ("Đã giải quyết", "Đang giải quyết", "Sẽ giải quyết (có lộ trình, chờ kinh phí)")
_MILESTONES = (
    ("Thông báo về buổi đối thoại trên loa truyền thanh và ở nhà văn hóa các xóm", "Văn phòng Đảng ủy"),
    ("Tổng hợp ý kiến gửi Ủy ban Mặt trận Tổ quốc", "Hội Nông dân, Hội Phụ nữ, Đoàn Thanh niên, Hội Cựu chiến binh"),
    ("Chuẩn bị nội dung giải trình về đất đai, giao thông, môi trường", "Phòng Kinh tế"),
    ("Hết hạn nhận ý kiến", "Nhân dân"),
    ("Gửi giấy mời", "Văn phòng Đảng ủy"),
    ("Buổi đối thoại", "Bí thư Đảng ủy, Chủ tịch Ủy ban nhân dân xã"),
    ("Thông báo kết luận", "Văn phòng Đảng ủy"),
    ("Trả lời bằng văn bản cho người có ý kiến", "Các cơ quan được giao"),
)


def concerns(size: int) -> list[ConcernRow]:
    """So many concerns, no two alike."""
    return [
        ConcernRow(
            code=f"GM-{n:04d}",
            text=f"Đoạn mương số {n} bị tắc, mưa xuống là ngập đường vào trường. Đề nghị xã cho nạo vét. "
            * (1 + n % 4),
            area=f"Xóm {n % 12 + 1}",
            topic=_TOPICS[n % 7 % 5],
            agency=_AGENCIES[n % 3],
            result="Phòng Kinh tế đã kiểm tra ngày 20/12/2026, đưa vào kế hoạch quý I/2027." if n % 2 else "",
            note=_STATES[n % 4 % 3],
        )
        for n in range(1, size + 1)
    ]


def counts(rows: list[ConcernRow]) -> Counts:
    """The counts of these concerns; a tenth more were received before duplicates were merged."""
    return Counts(
        received=len(rows) * 11 // 10,
        merged=len(rows),
        by_topic=tally(row.topic for row in rows),
        by_area=tally(row.area for row in rows),
        by_kind=(Count(label="Kiến nghị", n=len(rows)),) if rows else (),
        by_state=tally(row.note for row in rows),
        by_agency=tally(row.agency for row in rows),
    )


def follow_up() -> list[FollowUpRow]:
    """Three agencies' tasks, one of them late."""
    return [
        FollowUpRow(
            task="Nạo vét mương xóm 3",
            source="GM-0004",
            agency="Phòng Kinh tế",
            with_agencies="Xóm 3",
            due_on=date(2026, 11, 20),
            progress=Progress.LATE,
        ),
        FollowUpRow(
            task="Lắp đèn đường xóm 7",
            source="GM-0009",
            agency="Phòng Kinh tế",
            due_on=date(2026, 11, 10),
            progress=Progress.DONE,
            result="Công văn 35/UBND-KT",
            answered_on=date(2026, 11, 9),
            feedback="Đồng ý",
        ),
        FollowUpRow(task="Sửa mái trạm y tế", agency="Phòng Văn hóa – Xã hội", progress=Progress.NEXT),
        FollowUpRow(task="Nhắc nhở quán karaoke", agency="Công an xã", due_on=TODAY, progress=Progress.DUE),
    ]


def milestones(size: int, today: date = TODAY) -> list[TimelineEntry]:
    """So many milestones two days apart, a third of them past, the last without a day."""
    found = []
    for n in range(size):
        name, owed_by = _MILESTONES[n % len(_MILESTONES)]
        due = today + timedelta(days=2 * (n - size // 3))
        late = Progress.LATE if n % 3 == 1 else Progress.DONE
        progress = Progress.NEXT if due > today else Progress.DUE if due == today else late
        if size > 1 and n == size - 1:
            found.append(TimelineEntry(name=name, owed_by=owed_by, due=None, progress=Progress.NEXT))
        else:
            clock = time(11) if n % 4 == 1 else time(14, 30) if n % 4 == 3 else None
            found.append(TimelineEntry(name=name, owed_by=owed_by, due=due, clock=clock, progress=progress))
    return found


POSTER = Poster(
    superior="Tỉnh Ninh Bình",
    office="Ban Thường vụ Đảng ủy xã Giao Minh",
    title="Đối thoại với Nhân dân năm 2026",
    topic="Đất đai, giao thông, môi trường và đời sống Nhân dân",
    when="8 giờ, thứ Ba, ngày 15/12/2026",
    where="Hội trường Đảng ủy xã Giao Minh",
    who="Bí thư Đảng ủy, Chủ tịch Ủy ban nhân dân xã với Nhân dân các xóm, khoảng 200 người",
    until="đến 11 giờ, thứ Sáu, ngày 11/12/2026",
    ways=(
        "Gọi 0228 000 0000 trong giờ hành chính",
        "Nói với trưởng xóm hoặc Mặt trận xóm",
        "Bỏ thư vào hòm thư góp ý ở nhà văn hóa xóm",
    ),
    link="https://example.org/chat/giao-minh",
    link_words="Zalo: Xã Giao Minh",
    contact="Văn phòng Đảng ủy, điện thoại 0228 000 0000",
)
