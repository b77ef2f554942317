"""Which reports of the plan somebody owes, and which come to them: from the milestones of the plan's routes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from handlers.milestones.bodies import Directory, directory
from handlers.milestones.plans import plan_of, plans_of
from handlers.rules.plans.work import Route
from storage import milestones, sessions
from storage.records import Milestone, MilestoneState, Office, Official, Role, Session, SessionState
from storage.transaction import Transaction

MAY_FILE = frozenset({Role.AGENCY, Role.OFFICE, Role.COMMITTEE})
DESK = frozenset({Role.OFFICE, Role.COMMITTEE})
"""Who also files beside every route: papers and visits come to the desk."""
_PEOPLES_WORDS = frozenset({"mood", "concerns", "questions"})


@dataclass(frozen=True, kw_only=True)
class Leg:
    """One report of the plan: who owes it for which session (`milestone`), and by which route it travels."""

    milestone: Milestone
    route: Route
    session: Session


@dataclass(frozen=True, kw_only=True)
class Board:
    """The reports that an official owes, and those that come to or through them on their way."""

    owed: tuple[Leg, ...]
    incoming: tuple[Leg, ...]

    def owed_by_id(self, milestone_id: int | None) -> Leg | None:
        """The owed report with this milestone, or None."""
        return next((leg for leg in self.owed if leg.milestone.id == milestone_id), None)

    def feeding(self, leg: Leg) -> list[Leg]:
        """The reports that go into one that is owed: those of its session and kind that come to its sender."""
        return [one for one in self.incoming if feeds(one, leg)]


def feeds(earlier: Leg, later: Leg) -> bool:
    """Whether a report comes to, or through, the body that owes the later one."""
    route = earlier.route
    same = earlier.session.id == later.session.id and route.kind == later.route.kind and route.key != later.route.key
    return same and later.milestone.debtor in {route.receiver, route.via}


def too_late_to_pass_on(earlier: Leg, later: Leg) -> bool:
    """Whether the later report is due at the very minute of the earlier one, or before (as the plan's check says)."""
    ends, due = earlier.milestone.late_from, later.milestone.late_from
    return ends is not None and due is not None and ends >= due


def brings_words(route: Route) -> bool:
    """Whether a route carries what people say, and not only an explanation or a field report."""
    return route.kind == "opinions" or bool(_PEOPLES_WORDS & set(route.contents))


def board(tx: Transaction, office: Office, official: Official, at: datetime) -> Board:
    """What this official owes and gets, open ones first, in the order they fall due.

    The desk owes what a body owes that has nobody enrolled: it still has a telephone and paper.
    """
    known = directory(tx, office, plans_of(tx, office.id))
    every = sorted(legs(tx, office, at), key=lambda leg: not leg.milestone.is_open)
    return Board(
        owed=tuple(leg for leg in every if any(one.id == official.id for one in known.debtors(leg.milestone))),
        incoming=tuple(leg for leg in every if _comes_to(known, official, leg)),
    )


def _comes_to(known: Directory, official: Official, leg: Leg) -> bool:
    ways = [key for key in (leg.route.receiver, leg.route.via) if key is not None]
    return any(one.id == official.id for key in ways for one in known.acting_for(key))


def legs(tx: Transaction, office: Office, at: datetime) -> Iterator[Leg]:
    """Every report of people's words that a plan asks for: of sessions still to come, and what is still owed of others.

    In the order they fall due within a session.
    """
    plans = plans_of(tx, office.id)
    for session in sessions.sessions(tx, office.id):
        plan = plan_of(plans, session)
        if plan is None or session.state is SessionState.CANCELLED:
            continue
        routes = {route.key: route for route in plan.routes if brings_words(route)}
        for milestone in milestones.of_session(tx, office.id, session.id):
            route = routes.get(milestone.key)
            kept = milestone.is_open or not is_over(session, at)
            if route is not None and kept and milestone.state is not MilestoneState.WAIVED:
                yield Leg(milestone=milestone, route=route, session=session)


def is_over(session: Session, at: datetime) -> bool:
    """Whether a session was held by `at`."""
    return session.ends_at is not None and session.ends_at <= at


def leg_of(tx: Transaction, office: Office, session_id: int | None, route: str, sender: str) -> Milestone | None:
    """The milestone of a report: of this session, route and sender; None for one beside every route."""
    if session_id is None or not route:
        return None
    found = milestones.of_session(tx, office.id, session_id)
    return next((one for one in found if (one.key, one.debtor) == (route, sender)), None)
