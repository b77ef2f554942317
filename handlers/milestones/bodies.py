"""Who stands behind a name in a plan: the officials who act for a body, a chair or «the organiser»; and who is above.

A body whose officers are not enrolled yet is answered for by the office, which can still pick up the telephone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.rules.plans.model import Plan
from storage import offices, officials
from storage.records import Agency, Milestone, Office, Official, Role
from storage.transaction import Transaction

DESK = frozenset({Role.OFFICE, Role.COMMITTEE})
"""Who keeps the whole plan in view."""
ALL_SEEING = DESK | {Role.CHAIR, Role.ADMIN}
_STANDING = frozenset({"standing", "council"})
_OURSELVES = frozenset({"organiser", "related-agencies"})
"""Names of a plan for whoever it may concern: the office keeps them in view."""


@dataclass(frozen=True, kw_only=True)
class Directory:
    """The officials of now and the bodies of the office's plans, read once."""

    everybody: tuple[Official, ...]
    bodies: dict[str, Agency]
    committees: frozenset[str]
    chairs: frozenset[str]

    def acting_for(self, key: str) -> list[Official]:
        """The officials who act for this key of a plan; none when nobody who does is enrolled."""
        if key in _OURSELVES:
            return self.desk()
        body = self.bodies.get(key)
        roles: set[Role] = set()
        if key in self.chairs or (body is not None and body.kind in _STANDING):
            roles.add(Role.CHAIR)
        if key in self.committees:
            roles.add(Role.COMMITTEE)
        if body is not None and body.kind == "office":
            roles.add(Role.OFFICE)
        return [one for one in self.everybody if one.role in roles or (body and one.agency_id == body.id)]

    def desk(self) -> list[Official]:
        """The office and the committee; the admins where neither has anybody."""
        found = [one for one in self.everybody if one.role in DESK]
        return found or [one for one in self.everybody if one.role is Role.ADMIN]

    def debtors(self, milestone: Milestone) -> list[Official]:
        """Whom to remind of it: who acts for its debtor, else the desk; of the session itself desk and chairs."""
        if milestone.kind == "session":
            return [*self.desk(), *(one for one in self.everybody if one.role is Role.CHAIR)]
        if not milestone.debtor:
            return []
        return self.acting_for(milestone.debtor) or self.desk()

    def is_reached(self, milestone: Milestone) -> bool:
        """Whether somebody who acts for the debtor itself is enrolled."""
        return not milestone.debtor or bool(self.acting_for(milestone.debtor))

    def above(self, milestone: Milestone, steps: int) -> list[Official]:
        """Who is told after so many steps of the ladder: the superior's officials, else the committee and the desk."""
        key = milestone.debtor
        for _ in range(steps):
            body = self.bodies.get(key)
            if body is None or not body.superior or body.superior == key:
                return self.desk()
            key = body.superior
        return self.acting_for(key) or self.desk()

    def owes(self, official: Official, milestone: Milestone) -> bool:
        """Whether this official may say that it is done: who acts for the debtor, and the desk for everybody."""
        if official.role in DESK or official.role is Role.ADMIN:
            return True
        return any(one.id == official.id for one in self.debtors(milestone))

    def sees(self, official: Official, milestone: Milestone) -> bool:
        """Whether it is on this official's list: desk, chairs and admins see all, others what they owe or get, and all
        of them until when answers are due.
        """
        if official.role in ALL_SEEING or milestone.kind == "answer":
            return True
        parties = (milestone.debtor, *milestone.creditors)
        return any(one.id == official.id for key in parties if key for one in self.acting_for(key))


def directory(tx: Transaction, office: Office, plans: Iterable[Plan]) -> Directory:
    """Everybody who works for the office now, and the bodies of its plans."""
    kept = list(plans)
    return Directory(
        everybody=tuple(officials.officials(tx, office.id)),
        bodies={body.key: body for body in offices.bodies(tx, office.id)},
        committees=frozenset(plan.committee.agency for plan in kept),
        chairs=frozenset(chair.key for plan in kept for chair in plan.chairs) | {"chu-tri"},
    )
