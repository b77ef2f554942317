"""A plan sent as a TOML file: read when its bytes are there, checked in the same words as `doithoai plan check`.

A wrong file changes nothing; a right one becomes a draft that its sender hands in.
"""

from datetime import datetime

from handlers.messages import Choice, Outgoing, Reply
from handlers.milestones.calendar import calendar_of
from handlers.official.plans import draft as plan_draft
from handlers.official.plans.words import findings_words
from handlers.official.upload import receive
from handlers.rules.plans.check import Finding, check_text
from handlers.rules.plans.errors import PlanError, Problem
from handlers.rules.plans.profile import read_profile
from handlers.rules.plans.reading import decoded, load_plan
from handlers.texts import N_, Texts
from handlers.turn import Turn
from storage import audit, officials, people
from storage.ids import new_id
from storage.records import AuditEntry, Office, Role, Upload
from storage.transaction import Transaction

PURPOSE = "plan"
_MAY = frozenset({Role.OFFICE, Role.ADMIN})


def ask(turn: Turn) -> None:
    """Ask for the file."""
    turn.begin()
    turn.ask("plan.file", turn.t(N_("plan.ask_file")))


def take_file(turn: Turn, value: str) -> None:
    """The file itself; words instead of one ask again."""
    del value
    if not receive(turn, PURPOSE):
        turn.ask_again(turn.t(N_("plan.no_file")))
        return
    turn.record("send_plan", "plan")
    turn.finish()
    turn.say(turn.t(N_("plan.file_received")))


def read_file(tx: Transaction, office: Office, upload: Upload, data: bytes, at: datetime) -> list[Outgoing]:
    """Check the file and say what was found, to who sent it; nothing to one whose rights have ended meanwhile."""
    official = officials.find_official(tx, office.id, upload.person_id)
    identity = people.get_identity(tx, office.id, upload.identity_id)
    person = people.get_person(tx, office.id, upload.person_id)
    if official is None or official.role not in _MAY or identity is None or person is None:
        return []
    texts = Texts(person.language)
    text, choices = _outcome(tx, office, upload, data, texts, at)
    reply = Reply(text=text, choices=tuple(choices))
    return [Outgoing(channel=identity.channel, address=identity.address, reply=reply)]


def _outcome(
    tx: Transaction, office: Office, upload: Upload, data: bytes, texts: Texts, at: datetime
) -> tuple[str, list[Choice]]:
    try:
        written = decoded(data)
        plan = load_plan(written)
    except PlanError as wrong:
        return _refused(texts, [Finding(level="error", message=_said(p), line=p.line) for p in wrong.problems])
    findings = check_text(written, calendar_of(tx, office.id), read_profile())
    errors = [finding for finding in findings if finding.level == "error"]
    if plan.office.code != office.code:
        words = texts.t(N_("plan.other_office"), code=plan.office.code, own=office.code)
        errors.insert(0, Finding(level="error", message=words))
    if errors:
        return _refused(texts, errors)
    draft = plan_draft.add(tx, office, plan, upload.person_id, at)
    _record(tx, office, upload, draft.id, at)
    parts = [texts.t(N_("plan.file_read")), plan_draft.shown(tx, office, texts, plan, at)]
    return "\n\n".join(parts), plan_draft.writer_choices(texts, draft)


def _said(problem: Problem) -> str:
    return f"{problem.path}: {problem.message}" if problem.path else problem.message


def _refused(texts: Texts, errors: list[Finding]) -> tuple[str, list[Choice]]:
    again = Choice(label=texts.t(N_("plan.send_again")), value="/kehoach tep")
    return "\n".join([texts.t(N_("plan.file_refused")), findings_words(texts, errors)]), [again]


def _record(tx: Transaction, office: Office, upload: Upload, draft_id: int, at: datetime) -> None:
    entry = AuditEntry(
        office_id=office.id,
        id=new_id(at),
        at=at,
        person_id=upload.person_id,
        act="draft_plan",
        subject="plan_draft",
        subject_id=draft_id,
        before={},
        after={"from": "file"},
    )
    audit.add_entry(tx, entry)
