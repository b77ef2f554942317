"""A filled sheet that came back: taken whole, refused with a sentence, or sent back with what is wrong beside each row.

Its bytes are read by the floor above (`bot/sheets_in.py`), off the writing path; here stands what becomes of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.messages import Choice, OutboundFile, Outgoing, Reply
from handlers.reports import filing
from handlers.reports.filing import Prepared
from handlers.reports.routes import MAY_FILE
from handlers.rules.contributions import RowProblem
from handlers.texts import N_, Texts
from storage import officials, people, reports, uploads
from storage.records import Office, Report, ReportState, ReportWay, Upload
from storage.transaction import Transaction

PURPOSE = "report"
MOST_SHOWN = 5
"""Problems that are said in chat; all of them stand in the sheet that goes back."""


@dataclass(frozen=True, kw_only=True)
class SheetRead:
    """What was found in a file: why it is refused, or what is wrong with its rows, or what it brings. One of the three.

    `source_hash` is the SHA-256 of its bytes; `corrected` the same sheet with a column that says what is wrong.
    """

    source_hash: str
    refusal: str = ""
    problems: tuple[RowProblem, ...] = ()
    corrected: OutboundFile | None = None
    prepared: tuple[Prepared, ...] = ()


def take(tx: Transaction, office: Office, upload_id: int, read: SheetRead, at: datetime) -> list[Outgoing]:
    """File what a sheet brings, or say why not, to who sent it; nothing when it was read before.

    Nothing is taken of a sheet whose sender's rights have ended meanwhile.
    """
    upload = uploads.take_upload(tx, office.id, upload_id)
    report = reports.get_report(tx, office.id, upload_id) if upload is not None else None
    if upload is None or report is None or report.state is not ReportState.WAITING:
        return []
    official = officials.find_official(tx, office.id, upload.person_id)
    identity = people.get_identity(tx, office.id, upload.identity_id)
    person = people.get_person(tx, office.id, upload.person_id)
    if official is None or official.role not in MAY_FILE or identity is None or person is None:
        reports.mark_refused(tx, office.id, report.id)
        return []
    texts = Texts(person.language)
    reply, notices = _outcome(tx, office, report, read, texts, at)
    answer = Outgoing(channel=identity.channel, address=identity.address, reply=reply, language=texts.language)
    return [answer, *notices]


def _outcome(
    tx: Transaction, office: Office, report: Report, read: SheetRead, texts: Texts, at: datetime
) -> tuple[Reply, list[Outgoing]]:
    same = reports.filed_with_hash(tx, office.id, read.source_hash)
    if read.refusal or read.problems or same is not None:
        reports.mark_refused(tx, office.id, report.id)
    if read.refusal:
        words = "\n".join([texts.t(N_("report.sheet_refused")), read.refusal])
        return Reply(text=words, choices=(_again(texts), _template(texts))), []
    if read.problems:
        files = (read.corrected,) if read.corrected is not None else ()
        return Reply(text=_problems_words(texts, read.problems), choices=(_again(texts),), files=files), []
    if same is not None:
        return Reply(text=_same_words(tx, office, same, texts), choices=(_list(texts),)), []
    report, milestone = filing.timed(tx, office, report.model_copy(update={"source_hash": read.source_hash}))
    reports.mark_filed(tx, report)
    report = report.model_copy(update={"state": ReportState.FILED})
    made = filing.add_concerns(tx, office, report, read.prepared, report.filed_at)
    filed, notices = filing.finish(tx, office, report, made, milestone, at)
    undo = Choice(label=texts.t(N_("report.undo")), value=f"/nhap huy {report.id}")
    mood = Choice(label=texts.t(N_("report.write_mood")), value=f"/nhap tamtu {report.id}")
    choices = (*((mood,) if report.route else ()), undo, _list(texts))
    return Reply(text=filing.receipt_words(texts, office, filed), choices=choices), notices


def _again(texts: Texts) -> Choice:
    return Choice(label=texts.t(N_("report.send_again")), value="/nhap tep")


def _template(texts: Texts) -> Choice:
    return Choice(label=texts.t(N_("report.get_template")), value="/nhap mau")


def _list(texts: Texts) -> Choice:
    return Choice(label=texts.t(N_("report.see_filed")), value="/nhap xem")


def _problems_words(texts: Texts, problems: Sequence[RowProblem]) -> str:
    """How many rows are wrong and the first of them; that nothing was taken, and what to do."""
    rows = len({problem.line for problem in problems})
    lines = [texts.tn("report.rows_wrong", rows)]
    lines += [texts.t(N_("report.row_wrong"), line=one.line, message=one.message) for one in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        lines.append(texts.tn("report.more_wrong", len(problems) - MOST_SHOWN))
    return "\n".join(lines)


def _same_words(tx: Transaction, office: Office, same: Report, texts: Texts) -> str:
    made = reports.concerns_of(tx, office.id, same.id)
    when = texts.moment(same.filed_at)
    return texts.t(N_("report.same_file"), when=when, codes=filing.codes(texts, office, made))


def waiting_report(upload: Upload, session_id: int | None, route: str, sender: str) -> Report:
    """The report that a sheet on its way will be. What counts for its deadline is when it was sent, not when read."""
    return Report(
        office_id=upload.office_id,
        id=upload.id,
        session_id=session_id,
        route=route,
        sender=sender,
        filed_by=upload.person_id,
        filed_at=upload.created_at,
        due_at=None,
        late=False,
        way=ReportWay.SHEET,
        source_hash="",
        state=ReportState.WAITING,
    )
