"""Words that the officials' conversations share: roles, states, kinds, bodies, places and ages, in one language."""

from dataclasses import dataclass
from datetime import date, datetime

from handlers.texts import N_, Texts, local_day
from storage import offices, officials
from storage.records import Assignment, AssignmentState, Concern, ConcernState, Kind, Office, Role
from storage.transaction import Transaction

ROLES = {
    Role.COMMITTEE: N_("role.committee"),
    Role.OFFICE: N_("role.office"),
    Role.AGENCY: N_("role.agency"),
    Role.CHAIR: N_("role.chair"),
    Role.INSPECTOR: N_("role.inspector"),
    Role.ADMIN: N_("role.admin"),
}
STATES = {
    ConcernState.RECEIVED: N_("desk.state.received"),
    ConcernState.ASSIGNED: N_("desk.state.assigned"),
    ConcernState.DRAFTED: N_("desk.state.drafted"),
    ConcernState.ANSWERED: N_("desk.state.answered"),
    ConcernState.FORWARDED: N_("desk.state.forwarded"),
    ConcernState.OUT_OF_REMIT: N_("desk.state.out_of_remit"),
    ConcernState.WITHDRAWN: N_("desk.state.withdrawn"),
}
KINDS = {
    Kind.PETITION: N_("desk.kind.petition"),
    Kind.REPORT: N_("desk.kind.report"),
    Kind.QUESTION: N_("desk.kind.question"),
    Kind.COMPLAINT: N_("desk.kind.complaint"),
    Kind.DENUNCIATION: N_("desk.kind.denunciation"),
    Kind.OFFTOPIC: N_("desk.kind.offtopic"),
}
MOST_FIRST_WORDS = 90


@dataclass(frozen=True, kw_only=True)
class Words:
    """Names of this office's things in one language."""

    tx: Transaction
    office: Office
    texts: Texts

    def topic(self, key: str) -> str:
        """A field of life as the office names it; its key when the plan no longer has it."""
        topic = next((topic for topic in self.office.profile.topics if topic.key == key), None)
        if topic is None:
            return key
        return topic.en if self.texts.language == "en" else topic.vi

    def area(self, area_id: int | None) -> str:
        """A hamlet's name, or that none was said."""
        area = offices.get_area(self.tx, self.office.id, area_id) if area_id is not None else None
        return area.name if area else self.texts.t("desk.no_area")

    def agency(self, agency_id: int | None) -> str:
        """An agency's name; the office's own for an answer that no agency gave."""
        agency = offices.get_agency(self.tx, self.office.id, agency_id) if agency_id is not None else None
        return agency.name if agency else self.office.name

    def official(self, person_id: int | None) -> str:
        """The name of who did something as an official, also when they are one no longer."""
        found = officials.last_official(self.tx, self.office.id, person_id) if person_id is not None else None
        return found.name if found else self.texts.t("desk.someone")

    def role(self, role: Role, agency_id: int | None) -> str:
        """A role in words: an agency's officer by the agency's name."""
        return self.agency(agency_id) if role is Role.AGENCY else self.texts.t(ROLES[role])

    def state(self, concern: Concern) -> str:
        """How far a concern has come."""
        return self.texts.t(STATES[concern.state])

    def age(self, moment: datetime, at: datetime) -> str:
        """«hôm nay», «hôm qua», «3 ngày trước», by local days."""
        days = (local_day(at) - local_day(moment)).days
        if days <= 1:
            return self.texts.t("desk.yesterday") if days == 1 else self.texts.t("desk.today")
        return self.texts.tn("desk.days_ago", days)

    def heading(self, concern: Concern) -> str:
        """«GM-0042 · Giao thông · Xóm 3»."""
        return f"{concern.code} · {self.topic(concern.topic)} · {self.area(concern.area_id)}"


def first_words(text: str, most: int = MOST_FIRST_WORDS) -> str:
    """The beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[: most + 1].rsplit(" ", 1)[0][:most].rstrip(" ,;:-") + "…"


def is_open(assignment: Assignment | None) -> bool:
    """Whether an agency has the concern now."""
    return assignment is not None and assignment.state is AssignmentState.OPEN


def late_days(concern: Concern, today: date) -> int:
    """How many days an open concern is past its last day; 0 while it is not."""
    waits = concern.state in {ConcernState.RECEIVED, ConcernState.ASSIGNED, ConcernState.DRAFTED}
    return max(0, (today - concern.due_on).days) if waits and concern.due_on is not None else 0
