"""Everything that is drawn for a request, file by file. Run as a program, it is the child in which drawing is done:

    python -m bot.documents.work FOLDER        reads FOLDER/job.json, writes the files there, says how far it is

A line is JSON: `{"done": 1, "of": 3}` after each step, and last `{"drawing": …}`: the files, and what was left out or
refused; or `{"error": …}`. matplotlib is loaded here and ends with the child.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import segno
from pydantic import BaseModel, ConfigDict

from bot.channels.file_types import DOCX, PDF, PNG, XLSX, ZIP, FileType
from bot.documents import pictures
from bot.documents.docx import slip as slip_drawing
from bot.documents.docx.draw import draw
from bot.documents.docx.office_template import TemplateError, fill
from bot.documents.dossier import write_dossier
from bot.documents.xlsx.sheets import write_follow_up, write_summary, write_timeline
from handlers.papers.after import FollowUpTable
from handlers.papers.before import Invitation, Notice, SpeakerSlip
from handlers.papers.content import Paper
from handlers.papers.families import Family
from handlers.papers.gather_after import follow_up_rows
from handlers.papers.gather_before import poster, register
from handlers.papers.gather_report import table_rows
from handlers.papers.kinds import unpacked
from handlers.papers.loudspeaker import TooLong, script_of
from handlers.papers.report import Chart, CollectedReport
from handlers.papers.tables import Count, Counts, DossierItem, Heading, TimelineEntry
from storage.records import PaperKind, Work

JOB = "job.json"
_CAPTIONS = {
    "linh-vuc.png": "Số ý kiến theo lĩnh vực",
    "noi-o.png": "Số ý kiến theo nơi ở",
    "ket-qua.png": "Số ý kiến theo kết quả giải quyết",
}
_SHORT_AUDIENCE = "đại diện Nhân dân và các thành phần được mời"
_BY_WEB = "Trang web {link}"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PaperJob(_Part):
    """A paper to be drawn: its content as the row keeps it, and what the machine that draws knows.

    link: where a browser reaches the chat, "" where none can. template: the path of the office's own template, or "".
    """

    kind: PaperKind
    title: str
    content: str
    family: Family
    office: str
    link: str = ""
    template: str = ""
    as_of: date


class Packed(_Part):
    """One entry of a dossier: a file that is there, or a paper that is still to be drawn."""

    item: DossierItem
    path: str = ""


class Job(_Part):
    """One request. Of its parts those are filled in that its work needs."""

    work: Work
    heading: Heading
    family: Family
    paper: PaperJob | None = None
    slips: tuple[SpeakerSlip, ...] = ()
    counts: Counts | None = None
    timeline: tuple[TimelineEntry, ...] = ()
    packed: tuple[Packed, ...] = ()
    drawn: tuple[PaperJob, ...] = ()
    summary: str = ""


class Made(_Part):
    """A file that was drawn: how people see it, its type, and where it lies."""

    name: str
    content_type: str
    path: str


class Drawing(_Part):
    """What a job gave: its files, and sentences on what was left out. `refused`: why there is nothing."""

    files: tuple[Made, ...] = ()
    remarks: tuple[str, ...] = ()
    refused: str = ""


Told = Callable[[int, int], None]
"""Hears how many files are there, and of how many."""
_File = tuple[str, FileType, bytes]
_Step = Callable[[], Iterator[_File]]


class Remark(Exception):
    """One file cannot be made; the sentence says why, and the others are made all the same."""


def carry_out(job: Job, folder: Path, told: Told) -> Drawing:
    """Draw every file of a job into a folder."""
    steps = _steps(job, folder)
    files: list[Made] = []
    remarks: list[str] = []
    for done, step in enumerate(steps, 1):
        try:
            for name, kept, data in step():
                files.append(_written(folder, len(files), name, kept, data))
        except Remark as remark:
            remarks.append(str(remark))
        except TemplateError as error:
            return Drawing(refused=str(error))
        told(done, len(steps))
    return Drawing(files=tuple(files), remarks=tuple(remarks))


def _written(folder: Path, place: int, name: str, kept: FileType, data: bytes) -> Made:
    path = folder / f"{place}.{kept.extension}"
    path.write_bytes(data)
    return Made(name=f"{name}.{kept.extension}", content_type=kept.content_type, path=str(path))


def _steps(job: Job, folder: Path) -> Sequence[_Step]:
    if job.work is Work.PAPER and job.paper is not None:
        return _paper_steps(job.paper, job.heading)
    if job.work is Work.SLIPS:
        return [lambda: _slips(job, folder)]
    if job.work is Work.CHARTS and job.counts is not None:
        return [lambda: _charts(job)]
    if job.work is Work.TIMELINE:
        return [lambda: _timeline(job)]
    return _dossier_steps(job, folder)


# -- a paper and what goes with it


def _paper_steps(job: PaperJob, heading: Heading) -> Sequence[_Step]:
    paper = unpacked(job.kind, job.content)
    if isinstance(paper, Notice):
        return _notice_steps(job, paper)
    if isinstance(paper, Invitation):
        with_code = paper.model_copy(update={"qr": _code(job.link)}) if job.link else paper
        return [
            lambda: _document(job, with_code, job.title),
            lambda: iter([(f"Sổ giao {_lower(job.title)}", DOCX, draw(register(paper), job.family))]),
        ]
    if isinstance(paper, CollectedReport):
        return _report_steps(job, paper, heading)
    if isinstance(paper, FollowUpTable):
        return [lambda: _document(job, paper, job.title), lambda: _follow_up_sheet(job, paper, heading)]
    return [lambda: _document(job, paper, job.title)]


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _document(job: PaperJob, paper: Paper, name: str) -> Iterator[_File]:
    """In the office's own layout where it has one, else in ours."""
    if job.template:
        template = Path(job.template)
        yield name, DOCX, fill(template.read_bytes(), template.name, paper, job.family)
    else:
        yield name, DOCX, draw(paper, job.family)


def _notice_steps(job: PaperJob, notice: Notice) -> Sequence[_Step]:
    ways = (*notice.ways, _BY_WEB.format(link=job.link)) if job.link else notice.ways
    whole = notice.model_copy(update={"ways": ways})
    steps: list[_Step] = [lambda: _document(job, whole, job.title), lambda: _script(job, notice)]
    if not notice.letterhead.draft:  # a draft of a poster would be hung up
        steps.append(lambda: _poster(job, notice))
    return steps


def _script(job: PaperJob, notice: Notice) -> Iterator[_File]:
    """The whole audience where there is time for it, else that those invited come."""
    try:
        script = script_of(notice)
    except TooLong:
        try:
            script = script_of(notice.model_copy(update={"audience": _SHORT_AUDIENCE}))
        except TooLong as error:
            raise Remark(str(error)) from error
    yield f"Bài phát thanh, {_lower(job.title)}", DOCX, draw(script, job.family)


def _poster(job: PaperJob, notice: Notice) -> Iterator[_File]:
    if not job.link:
        raise Remark("Chưa lập áp phích: trang nhắn tin chưa có địa chỉ công khai (PUBLIC_URL).")
    pdf, png = pictures.poster(poster(notice, job.office, job.link))
    yield "Áp phích", PDF, pdf
    yield "Áp phích", PNG, png


def _report_steps(job: PaperJob, report: CollectedReport, heading: Heading) -> Sequence[_Step]:
    about = heading.model_copy(update={"draft": report.letterhead.draft})
    figures = counts_of(report)
    drawn: dict[str, bytes] = {}

    def draw_charts() -> Iterator[_File]:
        drawn.update(pictures.charts(figures, about))
        return iter(())

    def draw_report() -> Iterator[_File]:
        shown = [Chart(png=png, caption=_CAPTIONS[name], alt=_CAPTIONS[name]) for name, png in drawn.items()]
        yield from _document(job, report.model_copy(update={"charts": tuple(shown)}), job.title)

    def write_table() -> Iterator[_File]:
        written = BytesIO()
        write_summary(written, about, table_rows(report), figures)
        yield f"Bảng kèm theo, {_lower(job.title)}", XLSX, written.getvalue()

    return [draw_charts, draw_report, write_table]


def counts_of(report: CollectedReport) -> Counts:
    """The figures of a report's charts, from the report itself: both tell the same."""

    def ordered(tallies: Sequence[tuple[str, int]]) -> tuple[Count, ...]:
        shown = sorted(tallies, key=lambda one: -one[1])
        return tuple(Count(label=label, n=n) for label, n in shown)

    agencies: dict[str, int] = {}
    for row in report.rows:
        if row.agency:
            agencies[row.agency] = agencies.get(row.agency, 0) + 1
    return Counts(
        received=report.received,
        merged=report.distinct,
        by_topic=ordered([(one.label, one.count) for one in report.by_topic]),
        by_area=ordered([(one.label, one.count) for one in report.by_hamlet]),
        by_state=ordered([(one.label, one.count) for one in report.by_result]),
        by_agency=ordered(list(agencies.items())),
    )


def _follow_up_sheet(job: PaperJob, table: FollowUpTable, heading: Heading) -> Iterator[_File]:
    written = BytesIO()
    about = heading.model_copy(update={"draft": table.letterhead.draft, "as_of": table.as_of})
    write_follow_up(written, about, follow_up_rows(table))
    yield job.title, XLSX, written.getvalue()


def _code(link: str) -> bytes:
    picture = BytesIO()
    segno.make(link, error="m").save(picture, kind="png", scale=8, border=2)
    return picture.getvalue()


# -- the rest


def _slips(job: Job, folder: Path) -> Iterator[_File]:
    """One slip as a document, several in one archive."""
    drawn = [(slip, slip_drawing.draw(slip, job.family)) for slip in job.slips]
    if len(drawn) == 1:
        yield "Phiếu đăng ký phát biểu", DOCX, drawn[0][1]
        return
    items = [
        (DossierItem(name=f"Phiếu số {slip.order}", number=str(slip.order or ""), extension="docx"), data)
        for slip, data in drawn
    ]
    path = folder / "slips.zip"
    write_dossier(path, job.heading, items)
    yield "Phiếu đăng ký phát biểu", ZIP, path.read_bytes()


def _charts(job: Job) -> Iterator[_File]:
    assert job.counts is not None  # the steps of this work are laid with it
    for name, png in pictures.charts(job.counts, job.heading).items():
        yield _CAPTIONS[name], PNG, png


def _timeline(job: Job) -> Iterator[_File]:
    drawn = pictures.timeline(job.heading, job.timeline)
    for place, png in enumerate(drawn, 1):
        yield f"Các mốc {place}" if len(drawn) > 1 else "Các mốc", PNG, png


def _dossier_steps(job: Job, folder: Path) -> Sequence[_Step]:
    """A step for each paper that is still to be drawn, and one that packs."""
    ready: list[tuple[DossierItem, Path]] = [(one.item, Path(one.path)) for one in job.packed]

    def keep(files: Iterator[_File], paper: PaperJob | None) -> Iterator[_File]:
        for name, kept, data in files:
            path = folder / f"packed-{len(ready)}.{kept.extension}"
            path.write_bytes(data)
            ready.append((DossierItem(name=name, day=paper.as_of if paper else None, extension=kept.extension), path))
        return iter(())

    def paper_step(paper: PaperJob, step: _Step) -> _Step:
        return lambda: keep(step(), paper)

    steps = [paper_step(paper, step) for paper in job.drawn for step in _paper_steps(paper, job.heading)]
    if job.summary:
        report = CollectedReport.model_validate_json(job.summary)
        steps.append(lambda: keep(_summary(report, job.heading), None))
    if job.timeline:
        steps.append(lambda: keep(_milestones(job), None))

    def pack() -> Iterator[_File]:
        path = folder / "dossier.zip"
        write_dossier(path, job.heading, ((item, path.read_bytes()) for item, path in ready))
        yield "Hồ sơ đối thoại", ZIP, path.read_bytes()

    return [*steps, pack]


def _summary(report: CollectedReport, heading: Heading) -> Iterator[_File]:
    written = BytesIO()
    write_summary(written, heading, table_rows(report), counts_of(report))
    yield "Bảng tổng hợp ý kiến", XLSX, written.getvalue()


def _milestones(job: Job) -> Iterator[_File]:
    written = BytesIO()
    write_timeline(written, job.heading, job.timeline)
    yield "Các mốc và thời hạn", XLSX, written.getvalue()


def main(folder: Path) -> None:
    """Carry out the job of a folder; say on standard output what becomes of it."""

    def told(done: int, of: int) -> None:
        print(json.dumps({"done": done, "of": of}), flush=True)

    said: dict[str, object]
    try:
        job = Job.model_validate_json((folder / JOB).read_bytes())
        said = {"drawing": carry_out(job, folder, told).model_dump(mode="json")}
    except Exception as error:  # its name goes into the log of the bot, its words might be a resident's
        said = {"error": type(error).__name__}
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
