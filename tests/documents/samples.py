"""One invented paper of each kind, for both families: what the tests measure and what docs/pictures shows."""

import io
from datetime import date, datetime
from typing import Any

import segno
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from handlers.papers.after import (
    Attendance,
    ConclusionNotice,
    Followed,
    FollowState,
    FollowUpTable,
    Minutes,
    Spoken,
    Task,
    TransferSlip,
)
from handlers.papers.before import (
    Delivered,
    Guest,
    Invitation,
    InvitationRegister,
    Meeting,
    Notice,
    SpeakerSlip,
)
from handlers.papers.content import Authority, Letterhead, Part, Recipient, Signature, Standing
from handlers.papers.families import Family
from handlers.papers.loudspeaker import script_of
from handlers.papers.report import (
    AuthorityPart,
    Chart,
    CollectedReport,
    ConcernRow,
    Outstanding,
    Proposal,
    Said,
    Tally,
    TopicPart,
)
from handlers.texts import LOCAL

ISSUED = date(2026, 2, 5)
STARTS = datetime(2026, 11, 28, 8, 0, tzinfo=LOCAL)
ENDS = datetime(2026, 11, 28, 11, 15, tzinfo=LOCAL)
MEETING = Meeting(
    title="Hội nghị đối thoại giữa người đứng đầu cấp ủy, chính quyền với Nhân dân năm 2026",
    hosts=("đồng chí Nguyễn Văn Mẫu, Bí thư Đảng ủy, Chủ tịch HĐND xã", "đồng chí Trần Thị Thử, Chủ tịch UBND xã"),
    starts_at=STARTS,
    venue="Hội trường Trung tâm văn hóa xã Phước Lộc",
)


def letterhead(family: Family, *, number: int | None = 6, draft: bool = False) -> Letterhead:
    """The invented commune's letterhead: with number and date, or as a draft."""
    party = family.of_party
    return Letterhead(
        superior="Đảng bộ tỉnh Bình Minh" if party else "",
        issuer="Đảng ủy xã Phước Lộc" if party else "Ủy ban nhân dân xã Phước Lộc",
        mark="ĐU" if party else "UBND",
        place="Phước Lộc",
        number=None if draft else number,
        issued=None if draft else ISSUED,
        draft=draft,
    )


def signature(family: Family) -> Signature:
    """A deputy signs: the state writes KT., the Party does not after T/M."""
    body, chief, deputy = (
        ("Ban Thường vụ", "Bí thư", "Phó Bí thư")
        if family.of_party
        else ("Ủy ban nhân dân", "Chủ tịch", "Phó Chủ tịch")
    )
    standing = (
        Standing(authority=Authority.ON_BEHALF, body=body),
        Standing(authority=Authority.DEPUTY, body=chief),
    )
    return Signature(standing=standing, position=deputy, name="Đồng chí ThS. Trần Thị Thử")


RECIPIENTS = (
    Recipient(name="Lưu VT", purpose="file"),
    Recipient(name="Thường trực Tỉnh ủy", purpose="report"),
    Recipient(name="Các phòng, ban, ngành, MTTQ và các tổ chức chính trị - xã hội xã", purpose="implement"),
    Recipient(name="Trưởng các thôn"),
)


def frame(family: Family, *, draft: bool = False) -> dict[str, Any]:
    """What every issued paper has, as arguments."""
    return {
        "letterhead": letterhead(family, draft=draft),
        "signature": signature(family),
        "recipients": RECIPIENTS,
        "automatic": draft,
    }


def picture(width: float = 6, height: float = 3) -> bytes:
    """A small chart as PNG, drawn without a display."""
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.barh(["Đất đai", "Giao thông", "Thủy lợi", "Vệ sinh môi trường"], [5, 4, 2, 1], color="#1f5f8b")
    axes.set_title("Ý kiến theo lĩnh vực")
    figure.tight_layout()
    made = io.BytesIO()
    figure.savefig(made, format="png", dpi=110, metadata={"Software": None})
    return made.getvalue()


def qr() -> bytes:
    """A QR code that leads nowhere."""
    made = io.BytesIO()
    segno.make("https://doithoai.example/chat").save(made, kind="png", scale=6, border=1)
    return made.getvalue()


def invitation(family: Family, *, draft: bool = False) -> Invitation:
    """Three guests whose given names sort the Vietnamese way: Ánh, Ân, Đào."""
    return Invitation(
        **frame(family, draft=draft),
        guests=(
            Guest(address="Bà", name="Lê Thị Đào", unit="Chi hội Phụ nữ thôn Trung"),
            Guest(address="Ông", name="Nguyễn Văn Ân", position="Trưởng thôn Đông", unit="thôn Đông"),
            Guest(address="Bà", name="Phạm Ngọc Ánh", position="Hiệu trưởng", unit="Trường Tiểu học Phước Lộc"),
        ),
        meeting=MEETING,
        content=("Trao đổi trực tiếp về đất đai, giao thông, thủy lợi và vệ sinh môi trường",),
        notes=("Ai cần hỗ trợ đi lại hoặc phiên dịch, xin báo Văn phòng trước ngày 26/11/2026, số 0200 000 000",),
        register_by=datetime(2026, 11, 26, 16, 30, tzinfo=LOCAL),
        qr=qr(),
    )


def register(family: Family) -> InvitationRegister:
    """The register of those invitations, one of them received."""
    guests = invitation(family).guests
    return InvitationRegister(
        **frame(family),
        meeting=MEETING,
        invitation="Giấy mời số 06 ngày 05 tháng 02 năm 2026",
        rows=tuple(Delivered(guest=guest, sent_on=date(2026, 2, 6), sent_by="Văn thư, trao tay") for guest in guests),
    )


def notice(family: Family, *, draft: bool = False) -> Notice:
    """The notice of the session."""
    return Notice(
        **frame(family, draft=draft),
        legal_bases=(
            "Căn cứ Luật Tổ chức chính quyền địa phương năm 2025",
            "Căn cứ Kế hoạch đối thoại trực tiếp với Nhân dân năm 2026",
        ),
        meeting=MEETING,
        audience="Nhân dân các thôn trong xã, đại diện Mặt trận và các đoàn thể",
        topics=(
            "đất đai, cấp giấy chứng nhận quyền sử dụng đất",
            "giao thông nông thôn",
            "thủy lợi và vệ sinh môi trường",
        ),
        attendance=("Mời bà con đến dự trực tiếp, không phải đăng ký trước",),
        ways=(
            "gửi cho trưởng thôn hoặc bỏ vào hòm thư góp ý tại trụ sở xã",
            "nhắn cho trợ lý tự động của xã",
            "gọi số 0200 000 000 trong giờ hành chính",
        ),
        collected_until=datetime(2026, 11, 25, 11, 0, tzinfo=LOCAL),
        contact=("Văn phòng HĐND và UBND xã, điện thoại 0200 000 000",),
    )


def concern_rows(count: int) -> tuple[ConcernRow, ...]:
    """Rows of the appendix."""
    return tuple(
        ConcernRow(
            code=f"PL-{number:04d}",
            text=f"Đường từ nhà văn hóa thôn Đông ra đồng bị sụt lún đoạn {number}, mùa mưa xe không đi được; "
            "đề nghị xã cho biết khi nào sửa và ai chịu trách nhiệm bảo dưỡng.",
            hamlet=("Thôn Đông", "Thôn Trung")[number % 2],
            topic=("Giao thông", "Đất đai")[number % 2],
            agency="Phòng Kinh tế (xã)",
            result="Đã khảo sát, đang lập dự toán" if number % 3 else "",
        )
        for number in range(1, count + 1)
    )


def report(family: Family, *, draft: bool = False, count: int = 12) -> CollectedReport:
    """A report of `count` concerns, two more before merging."""
    half = count // 2
    return CollectedReport(
        **frame(family, draft=draft),
        addressed_to=("Thường trực Đảng ủy xã", "Thường trực Hội đồng nhân dân xã"),
        meeting=MEETING,
        collected_from=date(2026, 11, 1),
        collected_to=date(2026, 11, 25),
        received=count + 2,
        distinct=count,
        by_channel=(Tally(label="Trợ lý tự động", count=count), Tally(label="Trưởng thôn", count=2)),
        by_hamlet=(Tally(label="Thôn Đông", count=half), Tally(label="Thôn Trung", count=count - half)),
        by_topic=(Tally(label="Giao thông", count=half), Tally(label="Đất đai", count=count - half)),
        topics=(
            TopicPart(
                topic="Giao thông",
                count=half,
                lines=(Said(text="Đề nghị sửa đường ra đồng thôn Đông", codes=("PL-0002", "PL-0004")),),
            ),
            TopicPart(topic="Đất đai", count=count - half, lines=(Said(text="Đề nghị đo lại thửa 12"),)),
        ),
        by_authority=(
            AuthorityPart(authority="Thuộc thẩm quyền cấp xã", count=count - 1),
            AuthorityPart(authority="Thuộc thẩm quyền cấp tỉnh", count=1, codes=("PL-0003",)),
        ),
        proposals=(
            Proposal(
                codes=("PL-0002", "PL-0004"),
                matter="Sửa đường ra đồng thôn Đông",
                answer="Đã khảo sát, đang lập dự toán trình HĐND xã",
                agency="Phòng Kinh tế",
            ),
            Proposal(codes=("PL-0003",), matter="Nâng cấp tỉnh lộ qua xã"),
        ),
        outstanding=(
            Outstanding(
                code="PL-0001",
                matter="Mương tiêu thôn Trung bị lấp",
                agency="Phòng Kinh tế",
                due_on=date(2026, 12, 15),
                state="đang thực hiện",
            ),
        ),
        rows=concern_rows(count),
        charts=(Chart(png=picture(), caption="Hình 1. Số ý kiến theo lĩnh vực", alt="Biểu đồ cột theo lĩnh vực"),),
    )


def slip(family: Family, *, filled: bool = True) -> SpeakerSlip:
    """A filled slip, or a blank one."""
    blank = SpeakerSlip(issuer=letterhead(family).issuer, place="Phước Lộc", meeting=MEETING)
    if not filled:
        return blank
    return blank.model_copy(
        update={
            "name": "Nguyễn Văn Ân",
            "hamlet": "Thôn Đông",
            "representing": "household",
            "topic": "Giao thông",
            "content": "Đường ra đồng thôn Đông bị sụt lún, đề nghị xã cho biết khi nào sửa.",
            "has_text": False,
            "asked_before": True,
            "wants_written": True,
            "consented": True,
            "knows_rules": True,
            "order": 7,
            "received_at": datetime(2026, 11, 27, 9, 5, tzinfo=LOCAL),
            "receiver": "Trần Văn Nhận",
        }
    )


def minutes(family: Family, *, draft: bool = False) -> Minutes:
    """Minutes with two speakers."""
    return Minutes(
        **{**frame(family, draft=draft), "recipients": (Recipient(name="VT, Hồ sơ hội nghị", purpose="file"),)},
        meeting=MEETING,
        ended_at=ENDS,
        chairs=MEETING.hosts,
        secretaries=("ông Trần Văn Ghi, công chức Văn phòng HĐND và UBND xã",),
        attendance=(
            Attendance(group="Thôn Đông", expected=20, present=23),
            Attendance(group="Thôn Trung", expected=20, present=18),
            Attendance(group="Cơ quan, đoàn thể xã", present=15),
        ),
        opening=("Đồng chí Nguyễn Văn Mẫu khai mạc, nêu mục đích và đọc nội quy hội nghị.",),
        report=("UBND xã báo cáo tình hình kinh tế - xã hội và kết quả giải quyết kiến nghị kỳ trước.",),
        spoken=(
            Spoken(
                speaker="Ông Nguyễn Văn Ân",
                hamlet="thôn Đông",
                code="PL-0002",
                content="Đường ra đồng thôn Đông bị sụt lún, xe không đi được vào mùa mưa.",
                answerer="Trưởng phòng Kinh tế",
                answer="Đã khảo sát; dự toán sẽ trình HĐND xã tại kỳ họp tháng 12.",
                agreed=True,
            ),
            Spoken(speaker="Bà Lê Thị Đào", hamlet="thôn Trung", content="Rác ở chợ chưa được thu gom hằng ngày."),
        ),
        survey=("41 phiếu phát ra, 40 phiếu thu về", "hài lòng và rất hài lòng: 34 phiếu (85%)"),
        conclusion=("Chủ trì tiếp thu các ý kiến và giao Phòng Kinh tế trả lời bằng văn bản.",),
        secretary=Signature(name="Trần Văn Ghi"),
        chair=Signature(name="Nguyễn Văn Mẫu"),
    )


def conclusion(family: Family, *, draft: bool = False) -> ConclusionNotice:
    """A conclusion with two items."""
    return ConclusionNotice(
        **frame(family, draft=draft),
        meeting=MEETING,
        attended="đại diện các phòng, ban, đoàn thể xã và 56 người dân",
        assessment=("Nhân dân nêu 12 ý kiến, tập trung vào giao thông, đất đai và vệ sinh môi trường.",),
        tasks=(
            Task(
                matter="Sửa đường ra đồng thôn Đông",
                codes=("PL-0002", "PL-0004"),
                conclusion="Lập dự toán trình HĐND xã tại kỳ họp tháng 12 năm 2026",
                agency="Phòng Kinh tế",
                with_agencies=("thôn Đông", "Văn phòng HĐND và UBND xã"),
                due_on=date(2026, 12, 15),
            ),
            Task(matter="Thu gom rác ở chợ", conclusion="Điều chỉnh lịch thu gom", agency="Phòng Kinh tế"),
        ),
        upward=("Kiến nghị UBND tỉnh nâng cấp đoạn tỉnh lộ qua xã.",),
        report_by=date(2026, 12, 20),
        report_to="Văn phòng Đảng ủy",
        monitor="Văn phòng Đảng ủy",
    )


def transfer(family: Family, *, draft: bool = False) -> TransferSlip:
    """A concern that belongs to the province."""
    return TransferSlip(
        **{
            **frame(family, draft=draft),
            "recipients": (
                Recipient(name="Như trên"),
                Recipient(name="Người nêu ý kiến PL-0003", remark="để biết"),
                Recipient(name="VT", purpose="file"),
            ),
        },
        addressed_to=("Sở Xây dựng tỉnh Bình Minh",),
        code="PL-0003",
        received_on=date(2026, 11, 20),
        raised_at=MEETING.title,
        raised_by="một hộ dân thôn Trung",
        content="Tỉnh lộ qua xã hẹp, hai xe tải không tránh được nhau.\nĐề nghị cấp trên cho mở rộng.",
        reason="Việc quản lý tỉnh lộ thuộc thẩm quyền của tỉnh",
        attachments=("02 ảnh chụp mặt đường",),
        answer_by=date(2026, 12, 11),
    )


def follow_up(family: Family, *, draft: bool = False) -> FollowUpTable:
    """Four tasks, one of them overdue."""
    rows = (
        Followed(
            matter="Sửa đường ra đồng thôn Đông",
            codes=("PL-0002", "PL-0004"),
            agency="Phòng Kinh tế",
            with_agencies=("thôn Đông",),
            due_on=date(2026, 12, 15),
            state=FollowState.UNDER_WAY,
            result="Đã lập dự toán",
        ),
        Followed(
            matter="Thu gom rác ở chợ hằng ngày",
            codes=("PL-0005",),
            agency="Phòng Kinh tế",
            due_on=date(2026, 11, 30),
            state=FollowState.NOT_BEGUN,
        ),
        Followed(
            matter="Sửa loa truyền thanh thôn Trung",
            codes=("PL-0007",),
            agency="Phòng Văn hóa - Xã hội",
            due_on=date(2026, 12, 1),
            state=FollowState.DONE,
            result="Đã thay hai loa (Công văn số 31/UBND-VHXH)",
            answered_on=date(2026, 12, 2),
            feedback="Hài lòng",
        ),
        Followed(matter="Nâng cấp tỉnh lộ qua xã", codes=("PL-0003",), agency="", state=FollowState.HANDED_UP),
    )
    return FollowUpTable(
        **frame(family, draft=draft),
        meeting=MEETING,
        conclusion="Thông báo số 06/TB-UBND ngày 30 tháng 11 năm 2026",
        as_of=date(2026, 12, 10),
        rows=rows,
    )


def papers(family: Family, *, draft: bool = False) -> dict[str, Part]:
    """One paper of each kind."""
    return {
        "invitation": invitation(family, draft=draft),
        "register": register(family),
        "notice": notice(family, draft=draft),
        "loudspeaker": script_of(notice(family, draft=draft)),
        "report": report(family, draft=draft),
        "slip": slip(family),
        "minutes": minutes(family, draft=draft),
        "conclusion": conclusion(family, draft=draft),
        "transfer": transfer(family, draft=draft),
        "follow_up": follow_up(family, draft=draft),
    }
