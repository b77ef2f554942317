"""The loudspeaker script of a notice: at most 150 syllables as read aloud, made from the notice alone. Pure."""

from typing import ClassVar

from handlers.papers.before import Meeting, Notice
from handlers.papers.content import Line, Part
from handlers.papers.spoken import syllables
from handlers.papers.words import listed, spoken_moment, stopped

LIMIT = 150
"""Syllables (tiếng) as heard. The issue says «words»; a listener hears syllables."""

GREETING = "Kính thưa bà con."
_LADDER = ((99, 99, True), (3, 99, True), (3, 99, False), (3, 2, False), (3, 1, False), (1, 1, False), (0, 1, False))
"""How many topics and ways to send are read, and whether attendance and contact are: the first that fits is taken."""
CLOSING = "Kính mời bà con thu xếp thời gian tham dự. Xin cảm ơn bà con."


class LoudspeakerScript(Part):
    """What is read out, one sentence a line; `draft` until the notice it comes from is released."""

    type_name: ClassVar = "BÀI PHÁT THANH"

    issuer: Line
    sentences: tuple[Line, ...]
    draft: bool = True

    @property
    def heard(self) -> int:
        """Syllables of the whole."""
        return sum(syllables(sentence) for sentence in self.sentences)


class TooLong(ValueError):
    """The notice says more that must be said than fits; `heard` syllables instead of `LIMIT`."""

    def __init__(self, heard: int) -> None:
        self.heard = heard
        super().__init__(
            f"Bài phát thanh dài {heard} tiếng, quá {LIMIT} tiếng; hãy viết ngắn tên hội nghị, địa điểm hoặc nội dung"
        )


def script_of(notice: Notice) -> LoudspeakerScript:
    """The script of `notice`. When it is too long, what can be looked up elsewhere goes first (`_LADDER`).
    `TooLong` if that is not enough.

    Time, place, audience and deadline always stay.
    """
    longest = 0
    for topics, ways, extra in _LADDER:
        script = LoudspeakerScript(
            issuer=notice.letterhead.issuer,
            sentences=tuple(filter(None, _sentences(notice, topics, ways, extra=extra))),
            draft=notice.letterhead.draft,
        )
        if script.heard <= LIMIT:
            return script
        longest = longest or script.heard
    raise TooLong(longest)


def _sentences(notice: Notice, topics: int, ways: int, *, extra: bool) -> list[str]:
    meeting = notice.meeting
    said = [*notice.topics[:topics], *(["các nội dung khác"] if len(notice.topics) > topics > 0 else [])]
    return [
        GREETING,
        f"{notice.letterhead.issuer} tổ chức {_inside(meeting.title)}.",
        f"Người dự: {_inside(notice.audience)}.",
        _sentence("Nội dung", listed(said)),
        _sentence("Thời gian", _when(meeting)),
        _sentence("Địa điểm", meeting.where),
        *((stopped(line) for line in notice.attendance) if extra else ()),
        _sentence("Bà con gửi ý kiến", "; ".join(_bare(way) for way in notice.ways[:ways])),
        _sentence("Hạn nhận ý kiến", _until(notice)),
        _sentence("Liên hệ", "; ".join(_bare(line) for line in notice.contact)) if extra else "",
        CLOSING,
    ]


def _when(meeting: Meeting) -> str:
    """As one tells it, without the year: that would take seven syllables."""
    told = meeting.starts_at and not meeting.time_note
    return spoken_moment(meeting.starts_at) if told and meeting.starts_at else meeting.when


def _until(notice: Notice) -> str:
    until = notice.collected_until
    return f"trước {spoken_moment(until)}" if until and not notice.collected_note else notice.deadline


def _sentence(label: str, words: str) -> str:
    return f"{label}: {_bare(words)}." if words else ""


def _bare(words: str) -> str:
    return words.rstrip(" .;,")


def _inside(words: str) -> str:
    """Words that go on in a sentence: a first word in small letters, if it is written with one capital."""
    bare = _bare(words)
    first = bare.partition(" ")[0]
    return bare[:1].lower() + bare[1:] if first in {"Hội", "Buổi", "Các", "Toàn"} else bare
