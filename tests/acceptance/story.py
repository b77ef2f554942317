"""The main job as one story (issue 2, «must show» 1), for whatever channel its people come by.

A resident sends a concern with a photo and gets a receipt; it is seen, assigned, answered, released by a second person
and comes back; another registers to speak; the session is held and concluded, and all hear what became of theirs. What
the story expects is a few words of each message, so that the rest of a sentence may be said better one day.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.chats import Chat, Heard
from tests.acceptance.stage import Stage

PHOTO = (Path(__file__).parent / "road.jpg").read_bytes()
ROAD = (
    "Đường liên xóm từ nhà văn hóa xóm 3 ra chợ nhiều ổ gà, hai năm nay chưa sửa. Mưa xuống, các cháu đi học rất khổ."
)
LIGHTS = "Ngõ 5 xóm 7 chưa có điện đường"
MORE_LIGHTS = "Buổi tối các cụ đi lễ hay bị ngã."
SPEECH = "Đề nghị xã cho biết khi nào nạo vét mương tiêu cánh đồng xóm 4."
ACCUSATION = "Tôi tố cáo ông Nguyễn Văn Mỗ, trưởng xóm 9, nhận tiền hối lộ 20 triệu đồng của các hộ khi bán đất công."
REPLY = "Xã đã giao đơn vị thi công. Đoạn đường này được sửa trong quý I năm 2027, theo kế hoạch vốn đã duyệt."
CONCLUSION = "Chủ trì ghi nhận các ý kiến của bà con. Việc giao thông được ưu tiên trong kế hoạch năm 2027."

Look = Callable[[str, Chat], Awaitable[None]]
"""Called with the name of a moment of the story and whose window shows it."""


async def nobody_looks(_moment: str, _whose: Chat) -> None:
    """The Look of a story that is not photographed."""


@dataclass(frozen=True, kw_only=True)
class Desks:
    """The officials of the story."""

    committee: Chat
    office: Chat
    agency: Chat
    other_agency: Chat
    chair: Chat
    inspector: Chat

    def everybody(self) -> tuple[Chat, ...]:
        """All of them."""
        return self.committee, self.office, self.agency, self.other_agency, self.chair, self.inspector


def code_in(heard: Heard) -> str:
    """The receipt code in something heard."""
    found = re.search(r"\bGM-\d{4}\b", heard.text)
    assert found is not None, f"no code in: {heard.text}"
    return found.group()


async def tell(stage: Stage, look: Look = nobody_looks) -> None:
    """The whole story, from the first «Đồng ý» to the conclusion."""
    lan = await enter(stage, "Lan", "Xóm 3", look)
    code = await send_a_concern(lan, look)
    desks = await officials_come(stage, look)
    minh = await enter(stage, "Minh", "Xóm 4")
    await register_to_speak(minh, look)
    await stage.files_arrive()
    await read_and_assign(desks, lan, code, look)
    await answer_and_release(desks, lan, code, look)
    await search_in_the_answers(minh, look)
    thu = await enter(stage, "Thu", "Xóm 7")
    second = await write_across_a_restart(stage, thu, look)
    khoa = await enter(stage, "Khoa", "Xóm 9")
    secret = await accuse(khoa, look)
    await nobody_but_the_inspector_reads_it(desks, secret)
    await look("25-tong-hop", desks.committee)
    await stage.after_the_session()
    await drop_by(lan, minh, thu, khoa, *desks.everybody())
    await conclude(desks, second, secret, look)
    await everybody_hears_the_conclusion({code: lan, second: thu}, minh, khoa, secret, look)


async def enter(stage: Stage, name: str, area: str, look: Look = nobody_looks) -> Chat:
    """Come as a resident: who this is, consent, the hamlet, the menu."""
    someone = await stage.resident(name)
    hello = await someone.hears("trợ lý tự động", "Xã Giao Minh")
    if not hello.labels:
        await someone.hears("có đồng ý không")
    await look("01-loi-chao", someone)
    await look("01-dong-y", someone)
    await someone.tap("Đồng ý")
    await someone.hears("xóm nào")
    await look("02-noi-o", someone)
    await someone.tap(area)
    menu = await someone.hears("muốn làm gì")
    assert menu.label("Gửi ý kiến")
    await look("03-viec-can-lam", someone)
    return someone


async def send_a_concern(lan: Chat, look: Look) -> str:
    """Text and photo, one tap on the topic, «Gửi»: three messages to the receipt."""
    await lan.send_photo(PHOTO, ROAD, ready=lambda: look("04-viet-y-kien", lan))
    question = await lan.hears("lĩnh vực nào", "Giao thông")
    await look("05-linh-vuc", lan)
    await lan.tap(question.label("Giao thông"))
    summary = await lan.hears("xem lại", ROAD, "Giao thông", "Xóm 3")
    assert summary.label("Gửi") == "Gửi"
    await look("06-xem-lai", lan)
    await lan.tap("Gửi")
    receipt = await lan.hears("Đã ghi nhận", "mã số")
    await look("07-ma-so", lan)
    return code_in(receipt)


async def officials_come(stage: Stage, look: Look) -> Desks:
    """Each official opens their one-time link."""
    names = ("Ban Xây dựng Đảng", "Văn phòng", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Chủ trì")
    committee, office, agency, other_agency, chair = [await _official(stage, who) for who in names]
    inspector = await _official(stage, "Người được giao xử lý đơn tố cáo")
    await look("08-can-bo", office)
    return Desks(
        committee=committee, office=office, agency=agency, other_agency=other_agency, chair=chair, inspector=inspector
    )


async def _official(stage: Stage, who: str) -> Chat:
    someone = await stage.official(who)
    await someone.hears("Kính chào")
    return someone


async def register_to_speak(minh: Chat, look: Look) -> None:
    """A number, for the session that is announced."""
    await minh.say("/dangky")
    await minh.hears("Đăng ký phát biểu", "lĩnh vực nào")
    await minh.tap("Nông nghiệp")
    await minh.hears("muốn nói gì")
    await minh.say(SPEECH)
    await minh.hears("cho ai")
    await minh.tap("Gia đình")
    await minh.hears("xem lại", SPEECH)
    await look("09-phieu-phat-bieu", minh)
    await minh.tap("Đăng ký")
    await minh.hears("Đã ghi nhận đăng ký phát biểu", "số 1")
    await look("10-so-dang-ky", minh)


async def read_and_assign(desks: Desks, lan: Chat, code: str, look: Look) -> None:
    """The inbox, the concern whole with its photo, an agency with a day; its officers and the sender hear of it."""
    await desks.office.say("/ykien")
    inbox = await desks.office.hears(code, "Giao thông")
    await look("11-y-kien-moi", desks.office)
    await desks.office.tap(inbox.label(code))
    await desks.office.hears(code, ROAD, "Xóm 3")
    await desks.office.hears(files=1)
    await desks.office.hears("làm gì với")
    await look("12-xem-y-kien", desks.office)
    await desks.office.tap("Giao cơ quan")
    await desks.office.hears("cơ quan nào")
    await look("13-giao-viec", desks.office)
    await desks.office.tap("Phòng Kinh tế")
    await desks.office.hears("ngày nào")
    await desks.office.tap("Theo quy định")
    await desks.office.hears("Đã giao", code, "Phòng Kinh tế")
    await look("14-da-giao", desks.office)
    await desks.agency.hears("giao cho cơ quan ông/bà", code)
    await look("15-viec-moi", desks.agency)
    await lan.hears(code, "Phòng Kinh tế")
    await desks.other_agency.say(f"/xem {code}")
    await desks.other_agency.hears("Không có ý kiến mã", code)


async def answer_and_release(desks: Desks, lan: Chat, code: str, look: Look) -> None:
    """A draft, refused to its own drafter, released by a second person; the sender gets it where they asked."""
    await desks.agency.tap("Soạn trả lời")
    await desks.agency.hears("viết câu trả lời")
    await desks.agency.say(REPLY)
    await desks.agency.hears(REPLY)
    await look("16-du-thao", desks.agency)
    await desks.agency.tap("Gửi để duyệt")
    await desks.agency.hears("Đã gửi dự thảo", code)
    await desks.agency.say(f"/duyet {code}")
    await desks.agency.hears("/duyet", "chỉ dành cho")
    await desks.committee.hears("chờ duyệt", code)
    await look("17-cho-duyet", desks.committee)
    await desks.committee.say(f"/duyet {code}")
    await desks.committee.hears(REPLY)
    await look("18-duyet", desks.committee)
    await desks.committee.tap("Duyệt, gửi và công bố")
    await desks.committee.hears("Đã duyệt", code)
    await look("19-da-duyet", desks.committee)
    answer = await lan.hears(code, "Phòng Kinh tế", REPLY)
    assert re.search(r"\d+ giờ.* ngày \d\d/\d\d/\d{4}", answer.text), "the answer does not say when it was given"
    await look("20-tra-loi", lan)
    await desks.office.say(f"/duyet {code}")
    await desks.office.hears("đã duyệt", code)
    await lan.say(f"/tracuu {code}")
    await lan.hears(code, "đã trả lời", REPLY)
    await look("21-tra-cuu", lan)


async def search_in_the_answers(minh: Chat, look: Look) -> None:
    """What was published is found by anybody; who asked is not told."""
    await minh.say("/hoidap duong xom 3")
    found = await minh.hears("câu trả lời")
    await minh.tap(found.labels[0])
    answer = await minh.hears(REPLY, "Phòng Kinh tế")
    assert "Lan" not in answer.text
    await look("22-hoi-dap", minh)


async def write_across_a_restart(stage: Stage, thu: Chat, look: Look) -> str:
    """A concern that was half written when the program stopped is gone on with."""
    await thu.say(LIGHTS)
    await thu.hears("lĩnh vực nào")
    await stage.restart()
    await thu.say(MORE_LIGHTS)
    question = await thu.hears("lĩnh vực nào")
    await thu.tap(question.label("Điện"))
    await thu.hears("xem lại", LIGHTS, MORE_LIGHTS)
    await look("23-viet-tiep", thu)
    await thu.tap("Gửi")
    return code_in(await thu.hears("Đã ghi nhận", "mã số"))


async def accuse(khoa: Chat, look: Look) -> str:
    """A suspected denunciation is closed to all but the inspector before anybody confirms it, and not repeated."""
    await khoa.say(ACCUSATION)
    question = await khoa.hears("lĩnh vực nào")
    await khoa.tap(question.labels[0])
    summary = await khoa.hears("giữ kín")
    assert "Mỗ" not in summary.text
    await look("24-giu-kin", khoa)
    await khoa.tap("Gửi")
    receipt = await khoa.hears("Đã ghi nhận", "giữ kín")
    return code_in(receipt)


async def nobody_but_the_inspector_reads_it(desks: Desks, secret: str) -> None:
    """The inspector is told and reads it; to everybody else there is no such concern, and no word of it anywhere."""
    await desks.inspector.hears("giữ kín", secret)
    await desks.inspector.say(f"/xem {secret}")
    await desks.inspector.hears(secret, ACCUSATION)
    others = (desks.committee, desks.office, desks.agency, desks.other_agency, desks.chair)
    for desk in others:
        await desk.say(f"/xem {secret}")
        await desk.hears("Không có ý kiến mã", secret)
        await desk.say("/ykien mo")
        await desk.hears("Đang mở")
        await desk.say("/trogiup")
        await desk.hears("/trogiup")
    for desk in (desks.committee, desks.office, desks.chair):
        await desk.say("/tonghop")
        await desk.hears("Tổng hợp")
    for desk in others:
        for heard in await desk.everything():
            assert "Mỗ" not in heard.text
            assert secret not in heard.text or heard.has("Không có ý kiến mã"), heard.text


async def drop_by(*people: Chat) -> None:
    """Everybody looks in after the session, as some platforms let nobody be written to who was silent for a week."""
    for someone in people:
        await someone.say("/trogiup")
        await someone.hears("/trogiup")


async def conclude(desks: Desks, second: str, secret: str, look: Look) -> None:
    """The chair drafts the conclusion, with an outcome for the concern still open; a second person releases it."""
    chair, committee = desks.chair, desks.committee
    await chair.say("/ketluan")
    await chair.tap((await chair.hears("chọn phiên")).labels[0])
    await chair.hears("Lời kết luận chung: chưa có")
    await look("26-soan-ket-luan", chair)
    await chair.tap("Viết lời kết luận")
    await chair.hears("gõ lời kết luận")
    await chair.say(CONCLUSION)
    await chair.hears("Đã ghi lời kết luận")
    await chair.tap("Tiếp tục từng ý kiến")
    await chair.hears(second, "Kết luận thế nào")
    await look("27-tung-y-kien", chair)
    await chair.tap("Giao cơ quan")
    await chair.hears(second, "cơ quan nào")
    await chair.tap("Phòng Kinh tế")
    await chair.tap((await chair.hears(second, "ngày nào")).labels[0])
    await chair.hears(second, "Phòng Kinh tế")
    await chair.tap("Về bản soạn")
    await chair.hears("Lời kết luận chung: đã có")
    await chair.tap("Trình duyệt")
    await chair.hears("Đã trình duyệt")
    await committee.hears("kết luận chờ ông/bà duyệt")
    await committee.tap("Xem kết luận")
    assert secret not in (await committee.hears(CONCLUSION, second)).text
    await look("28-duyet-ket-luan", committee)
    await committee.tap("Duyệt và gửi")
    await committee.hears("Đã duyệt")
    await chair.hears("đã được duyệt")


async def everybody_hears_the_conclusion(
    submitters: dict[str, Chat], speaker: Chat, accuser: Chat, secret: str, look: Look
) -> None:
    """Each submitter with the outcome of their own concern, the speaker, and the accuser with nothing on theirs."""
    for code, someone in submitters.items():
        heard = await someone.hears(CONCLUSION, code)
        assert not [other for other in submitters if other != code and other in heard.text]
    first, second = submitters.values()
    await look("29-ket-luan", first)
    await look("30-ket-luan-da-giao", second)
    assert "GM-" not in (await speaker.hears(CONCLUSION)).text
    assert secret not in (await accuser.hears(CONCLUSION)).text
