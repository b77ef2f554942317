"""Bài phát thanh: large letters, one sentence a paragraph, for who reads it into the commune's loudspeakers."""

from datetime import date

from bot.documents.docx.frame import Sheet
from bot.documents.docx.rules import Role
from handlers.papers.families import Family
from handlers.papers.loudspeaker import LoudspeakerScript

REMARK = "Khoảng {} tiếng. Đọc chậm, rõ; đọc hai lần mỗi buổi phát."


def draw(script: LoudspeakerScript, family: Family, day: date | None = None) -> bytes:
    """The script as DOCX; not an issued paper, so without letterhead."""
    sheet = Sheet(
        family,
        title=script.type_name,
        issuer=script.issuer,
        day=day,
        draft=script.draft,
        automatic=script.draft,
    )
    sheet.put(Role.ISSUER, script.issuer.upper())
    sheet.put(Role.TYPE, script.type_name)
    sheet.put(Role.APPENDIX_NOTE, REMARK.format(script.heard))
    for sentence in script.sentences:
        sheet.put(Role.SPEECH, sentence)
    return sheet.finish()
