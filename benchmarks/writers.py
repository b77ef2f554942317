"""Residents who write one concern after the other and act on nothing but what they see in their chat.

    /start → «Đồng ý» → hamlet → { text → topic → (others raised it: «Gửi riêng») → «Gửi» → receipt }, again and again

Whoever gets no answer waits: what they wrote is with the server, and a bot that was killed must come back to it.
"""

import asyncio
import re
from dataclasses import dataclass, field

from benchmarks.processes import BotApiProcess, Json
from handlers.turn import SCOPE

QUESTIONS = ("start.consent", "start.area", "submit.topic", "submit.confirm")
"""The steps whose first button these residents tap; every one of them says yes with its first."""
OWN = ("submit.alike", "own")
"""Where others raised the same, they send theirs all the same: the step, and how the value of that button ends."""
_CODE = re.compile(r"/tracuu ([A-Z]+-\d+)")
_CONCERNS = (
    "Đường liên xóm nhiều ổ gà, xe máy đi lại rất khó khăn.",
    "Mương tiêu thoát nước bị tắc, mưa xuống là ngập vào sân.",
    "Nước sạch hay mất vào buổi chiều, bà con không có nước nấu ăn.",
    "Rác để ở đầu xóm nhiều ngày chưa có xe đến thu gom.",
    "Đèn đường trước cổng trường học hỏng đã lâu, buổi tối rất tối.",
    "Trạm y tế mở cửa muộn, người già đến khám phải chờ lâu.",
    "Đề nghị xã hướng dẫn thủ tục làm giấy khai sinh qua mạng.",
    "Kênh thủy lợi chưa được nạo vét, lúa vụ này thiếu nước tưới.",
)


def receipt_code(message: Json) -> str | None:
    """The code on a receipt, which is the message that offers to look this one concern up; else None."""
    found = (_CODE.fullmatch(value) for _, value in buttons(message))
    return next((code[1] for code in found if code), None)


def buttons(message: Json) -> list[tuple[str, str]]:
    """Label and callback data of each button, in order."""
    return [(label, value) for row in message["buttons"] for label, value in row]


def question_of(message: Json) -> tuple[str, str] | None:
    """The step that a message asks about, and the data of the button that goes on; None when it asks nothing."""
    offered = [value for _, value in buttons(message)]
    step = offered[0].partition(SCOPE)[0] if offered else ""
    if step == OWN[0]:
        return step, next(value for value in offered if value.endswith(f"{SCOPE}{OWN[1]}"))
    return (step, offered[0]) if step in QUESTIONS else None


@dataclass
class Writer:
    """One resident. `receipts` is what they remember: the code on each receipt and the text they had sent.

    acts: how many updates their doings made. enough: when set, they finish the concern at hand and are `done`.
    """

    id: int
    bot_api: BotApiProcess
    enough: asyncio.Event
    receipts: dict[str, str] = field(default_factory=dict)
    acts: int = 0
    text: str = ""
    waits_for: str = "start.consent"
    done: asyncio.Event = field(default_factory=asyncio.Event)
    inbox: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)
    _tapped: set[str] = field(default_factory=set)
    _written: int = 0

    async def live(self) -> None:
        """Write for as long as it goes on."""
        await self._act("say", text="/start")
        while not self.done.is_set():
            await self._see(await self.inbox.get())

    async def _see(self, message: Json) -> None:
        code, question = receipt_code(message), question_of(message)
        if code is not None:
            await self._got_receipt(code)
        elif question is not None:
            await self._answer(*question)
        elif self.waits_for == "menu":
            await self._write()

    async def _got_receipt(self, code: str) -> None:
        if code in self.receipts or self.waits_for != "receipt":
            return  # seen before: the message of a kill that came twice
        self.receipts[code] = self.text
        if self.enough.is_set():
            self.done.set()
        else:
            await self._write()

    async def _answer(self, step: str, value: str) -> None:
        """Tap once; a question that comes a second time is known already."""
        if value in self._tapped:
            return
        self._tapped.add(value)
        self.waits_for = {"start.area": "menu", "submit.confirm": "receipt"}.get(step, "a question")
        await self._act("tap", button=value)

    async def _write(self) -> None:
        self._written = number = self._written + 1
        self.text = f"{_CONCERNS[(self.id + number) % len(_CONCERNS)]} ({self.id}/{number})"
        self.waits_for = "submit.topic"
        await self._act("say", text=self.text)

    async def _act(self, do: str, **values: object) -> None:
        self.acts += 1
        await self.bot_api.act(self.id, do, **values)
