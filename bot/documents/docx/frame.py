"""The sheet every paper is drawn on: page, styles, letterhead, title, signature, recipients, page numbers, draft marks.

A paper's own file makes a Sheet, says what comes in which order, and takes the bytes. The same content gives the same
bytes: the file's times are the paper's own date, not the clock's.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from docx import Document
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm

from bot.documents.docx import xml
from bot.documents.docx.blank import EARLIEST, blank, with_fixed_times
from bot.documents.docx.lines import authority_lines, recipient_lines
from bot.documents.docx.pages import Marks, lay
from bot.documents.docx.rules import A4, GUIDES, Page, Role
from bot.documents.docx.widths import heading_lines, name_lines, text_width
from bot.documents.docx.xml import Run, frame_row, node, paragraph, rule
from handlers.papers.content import Paper, Recipient, Signature
from handlers.papers.families import Family
from handlers.papers.numbers import number_line
from handlers.papers.words import date_line, enumerated, stopped

_RULE_SHARE = 0.4
"""NĐ 30: the line under issuer and abstract is a third to a half as long as the text."""
_SAFE = 0.97
"""Of the width for lines that are broken here: a substitute font may be a little wider."""
_POINTS_PER_MM = 72 / 25.4
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


class Sheet:
    """One document while it is drawn. `draft` marks every page, `automatic` says besides that a machine wrote it."""

    def __init__(
        self,
        family: Family,
        *,
        title: str,
        issuer: str,
        day: date | None,
        page: Page = A4,
        draft: bool = False,
        automatic: bool = False,
    ) -> None:
        self.guide = GUIDES[family]
        self.family = family
        self.page = page
        self._marks = Marks(draft=draft, automatic=automatic)
        self._day = day
        self._document = Document(io.BytesIO(blank(family)))
        self._parts = 0
        self._sections = 0
        self._pictures = 0
        self._name(title, issuer)
        self._end = self._document.element.body.find(qn("w:sectPr"))
        lay(self._document.sections[0], page, self._marks)

    # -- what is put on the sheet

    def add(self, *elements: xml.Element) -> None:
        """Append ready elements; two tables get a little room between them, or Word would make one of them."""
        for element in elements:
            before = self._end.getprevious()
            if element.tag == (before.tag if before is not None else None) == qn("w:tbl"):
                self._end.addprevious(paragraph(Role.RULE))
            self._end.addprevious(element)

    def put(self, role: Role, *runs: Run | str, keep_next: bool = False) -> None:
        """Append a paragraph."""
        self.add(paragraph(role, *runs, keep_next=keep_next))

    def body(self, *lines: str) -> None:
        """Append paragraphs of the text; a text of several lines becomes several paragraphs."""
        for line in lines:
            for one in line.split("\n"):
                if one.strip():
                    self.put(Role.BODY, one)

    def dashes(self, lines: Iterable[str]) -> None:
        """Append «- …» lines."""
        self.body(*(f"- {line}" for line in lines))

    def part(self, heading: str) -> None:
        """A heading with the next Roman number: «I. …», in Party papers «I- …»."""
        self._parts += 1
        self._sections = 0
        self.put(Role.PART, f"{_ROMAN[self._parts - 1]}{self.guide.part_mark}{heading.upper()}")

    def section(self, heading: str) -> None:
        """A heading with the next Arabic number: «1. …», in Party papers «1- …»."""
        self.put(Role.SECTION, self.numbered(heading))

    def numbered(self, text: str) -> str:
        """`text` behind the next Arabic number."""
        self._sections += 1
        return f"{self._sections}{self.guide.section_mark}{text}"

    def said(self, label: str, words: str) -> None:
        """A numbered line whose label is bold: «3. Thời gian: 8 giờ …»."""
        self.put(Role.BODY, Run(f"{self.numbered(label)}: ", bold=True), words)

    def said_list(self, label: str, lines: Sequence[str]) -> None:
        """One line beside the label; several below it as «- …»."""
        if len(lines) == 1:
            self.said(label, stopped(lines[0]))
        elif lines:
            self.said(label, "")
            self.dashes(enumerated(lines))

    def picture(self, png: bytes, alt: str, width: float, highest: float = 110) -> xml.Element:
        """A run that holds a PNG at most `width` by `highest` millimetres."""
        try:
            relation, image = self._document.part.get_or_add_image(io.BytesIO(png))
        except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError) as error:
            raise ValueError("a picture in a paper cannot be read") from error
        size = image.scaled_dimensions(width=Mm(width))
        if size[1] > Mm(highest):
            size = image.scaled_dimensions(height=Mm(highest))
        self._pictures += 1
        inline: xml.Element = CT_Inline.new_pic_inline(self._pictures, relation, f"{self._pictures}.png", *size)
        inline.docPr.set("descr", alt)
        return node("w:r", [node("w:drawing", [inline])])

    # -- the letterhead

    def letterhead(self, paper: Paper, *, dated: bool = True) -> None:
        """Issuer and number on the left, the nation or the Party and the date on the right (ô 1 to 4 of NĐ 30)."""
        head, guide = paper.letterhead, self.guide
        left = guide.left_column * self.page.text_width / A4.text_width
        widths = (left, self.page.text_width - left)
        issuer = self._body_name(Role.SUPERIOR, head.superior, left) + self._body_name(Role.ISSUER, head.issuer, left)
        if guide.star:
            issuer.append(paragraph(Role.STAR, "*"))
        else:
            issuer.append(self._rule_under(Role.ISSUER, _words_of(issuer[-1]), left, _RULE_SHARE))
        roles = (Role.NATION, Role.MOTTO)
        nation = [paragraph(role, words) for role, words in zip(roles, guide.nation, strict=False)]
        last = roles[len(guide.nation) - 1]
        nation.append(self._rule_under(last, guide.nation[-1], widths[1], 1))
        rows = [frame_row(widths, (issuer, nation))]
        number = self._number(paper)
        date_ = [paragraph(Role.PLACE_DATE, date_line(head.place, head.issued))] if dated else []
        if number or date_:
            rows.append(frame_row(widths, (number, date_)))
        self.add(xml.table(widths, rows, bordered=False))

    def _body_name(self, role: Role, name: str, column: float) -> list[xml.Element]:
        look = self.guide.styles[role]
        if not name:
            return []
        lines = name_lines(name.upper(), look.size, column * _POINTS_PER_MM, bold=look.bold)
        return [paragraph(role, line) for line in lines]

    def _number(self, paper: Paper) -> list[xml.Element]:
        head = paper.letterhead
        if paper.paper_type is None:
            return []
        return [paragraph(Role.NUMBER, number_line(self.family, head.number, paper.abbreviation, head.mark))]

    def _rule_under(self, role: Role, words: str, column: float, share: float) -> xml.Element:
        look, points = self.guide.styles[role], column * _POINTS_PER_MM
        return rule(min(text_width(words, look.size, bold=look.bold), points) * share, points)

    def title(self, type_name: str, abstract: str) -> None:
        """Type and abstract with the line under them (state) or the dashes (Party)."""
        self.put(Role.TYPE, type_name)
        lines = self.heading_lines(Role.ABSTRACT, abstract)
        if lines:
            self.put(Role.ABSTRACT, "\n".join(lines))
        if self.guide.dashes:
            self.put(Role.DASHES, "-----")
        else:
            role = Role.ABSTRACT if lines else Role.TYPE
            self.add(self._rule_under(role, [type_name, *lines][-1], self.page.text_width, _RULE_SHARE))
            self.add(paragraph(Role.RULE))

    def heading_lines(self, role: Role, words: str) -> tuple[str, ...]:
        """`words` broken where a heading reads well."""
        look, points = self.guide.styles[role], self.page.text_width * _POINTS_PER_MM * _SAFE
        return heading_lines(words, look.size, points, bold=look.bold)

    def addressed(self, names: Sequence[str]) -> None:
        """«Kính gửi:» (ô 9a of NĐ 30): one name beside it, several below it."""
        if len(names) == 1:
            self.put(Role.ADDRESSEE, f"Kính gửi: {names[0]}")
        elif names:
            self.put(Role.ADDRESSEE, "Kính gửi:")
            for index, name in enumerate(names):
                self.put(Role.ADDRESSEE_LINE, f"- {name}{'.' if index == len(names) - 1 else ';'}")

    def bases(self, lines: Sequence[str]) -> None:
        """Legal bases, each with the sign behind it that the family asks for."""
        between, last = self.guide.basis_end
        for index, line in enumerate(lines):
            end = last if index == len(lines) - 1 else between
            self.put(Role.BASIS, line.rstrip(" .;,") + end)

    # -- the end of the paper

    def signed(self, paper: Paper, *below: xml.Element) -> None:
        """Recipients (and what stands below them) on the left, the signature on the right, held together with the last
        words of the text.
        """
        self.foot([*self.recipients(paper.recipients), *below], self.signature(paper.signature))

    def gap(self) -> None:
        """A little room behind a table."""
        self.add(paragraph(Role.RULE))

    def foot(self, *columns: list[xml.Element], whole: bool = True) -> None:
        """Columns beside each other that stay on one page with the words before them."""
        before = self._end.getprevious()
        if before is not None:
            xml.keep_with_next(before)
        width = self.page.text_width / len(columns)
        widths = [width] * len(columns)
        self.add(xml.table(widths, [frame_row(widths, columns, whole=whole)], bordered=False))

    def signature(self, signature: Signature, heading: str = "") -> list[xml.Element]:
        """Authority, position, room to sign, name."""
        made = [paragraph(Role.AUTHORITY, heading)] if heading else []
        made += [paragraph(Role.AUTHORITY, line) for line in authority_lines(signature, self.family)]
        if signature.position:
            made.append(paragraph(Role.POSITION, signature.position.upper()))
        made.append(paragraph(Role.SIGNER, signature.name))
        return made

    def recipients(self, recipients: Sequence[Recipient]) -> list[xml.Element]:
        """«Nơi nhận:» and its lines."""
        if not recipients:
            return []
        lines = recipient_lines(recipients, self.family)
        label = paragraph(Role.RECIPIENTS, "Nơi nhận:")
        return [label, *(paragraph(Role.RECIPIENT, line, keep_next=True) for line in lines)]

    def add_receipt(self, heading: str, lines: Sequence[str]) -> None:
        """A framed place where who receives the paper confirms it, kept whole."""
        width = self.page.text_width
        inside = [paragraph(Role.CELL_HEAD, heading), *(paragraph(Role.CELL, line) for line in lines)]
        self.add(paragraph(Role.CELL), xml.table([width], [frame_row([width], [inside])]))

    def named(self, paper: Paper) -> str:
        """How another page of the same document names it: «Báo cáo số 06/BC-UBND ngày 10 tháng 8 năm 2023»."""
        head = paper.letterhead
        number = number_line(self.family, head.number, paper.abbreviation, head.mark).replace("Số: ", "Số ")
        _, _, day = date_line(head.place, head.issued).rpartition(", ")
        return f"{paper.type_name.capitalize()} s{number[1:]} {day}"

    # -- pages

    def next_page(self, page: Page | None = None) -> None:
        """End the section; what follows begins on a new page, counted from 1 again, perhaps of another shape."""
        previous = self._end.getprevious()
        holder = previous if previous is not None and previous.tag == qn("w:p") else paragraph(Role.RULE)
        if holder is not previous:
            self.add(holder)
        section = self._document.add_section()
        made = self._end.getprevious()
        sect = made.find(qn("w:pPr")).find(qn("w:sectPr"))
        holder.find(qn("w:pPr")).append(sect)
        made.getparent().remove(made)
        turned = page is not None and page != self.page
        self.page = page or self.page
        lay(section, self.page, self._marks if turned else None)
        self._parts = self._sections = 0

    # -- the file

    def _name(self, title: str, issuer: str) -> None:
        properties = self._document.core_properties
        properties.title, properties.author, properties.language = title[:255], issuer[:255], "vi-VN"
        properties.comments = properties.last_modified_by = properties.keywords = properties.subject = ""
        properties.content_status = "Dự thảo" if self._marks.draft else ""
        moment = datetime.combine(self._day or EARLIEST, datetime.min.time())
        properties.created = properties.modified = moment
        properties.revision = 1

    def finish(self) -> bytes:
        """The file. Word wants a paragraph behind the last table."""
        last = self._end.getprevious()
        if last is not None and last.tag == qn("w:tbl"):
            self.gap()
        made = io.BytesIO()
        self._document.save(made)
        return with_fixed_times(made, self._day or EARLIEST)


def sheet_of(paper: Paper, family: Family, abstract: str, page: Page = A4) -> Sheet:
    """The empty sheet for a paper."""
    head = paper.letterhead
    return Sheet(
        family,
        title=f"{paper.type_name} {abstract}".strip(),
        issuer=head.issuer,
        day=head.issued,
        page=page,
        draft=head.draft,
        automatic=paper.automatic,
    )


def _words_of(element: xml.Element) -> str:
    return "".join(words.text or "" for words in element.iter(qn("w:t")))
