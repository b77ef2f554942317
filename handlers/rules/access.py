"""Who may read which concern, and what of it: pure.

A suspected denunciation is closed to everybody but the inspector (Law on Denunciation 2018: the denouncer's identity is
secret), before anybody has confirmed that it is one. What its author may see is decided in
handlers/rules/concerns.py.
"""

from dataclasses import dataclass

from storage.records import Assignment, AssignmentState, Concern, Official, Role

DESK = frozenset({Role.COMMITTEE, Role.OFFICE})
"""Who assigns, forwards and decides about topics."""
READERS = DESK | {Role.CHAIR}
"""Who reads every concern that is not protected."""
RELEASERS = READERS
"""Who may be the second person that releases an answer."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What an official's lists hold: the protected or all others, of one agency or of all."""

    protected: bool
    agency_id: int | None


def scope_of(official: Official) -> Scope | None:
    """What this official's inbox holds; None: nothing at all."""
    if official.role is Role.INSPECTOR:
        return Scope(protected=True, agency_id=None)
    if official.role in READERS:
        return Scope(protected=False, agency_id=None)
    if official.role is Role.AGENCY and official.agency_id is not None:
        return Scope(protected=False, agency_id=official.agency_id)
    return None


def may_read(official: Official | None, concern: Concern, assignment: Assignment | None) -> bool:
    """Whether this official may read this concern; `assignment` is the concern's open or done one."""
    scope = scope_of(official) if official is not None else None
    if scope is None or scope.protected != concern.protected:
        return False
    return scope.agency_id is None or (assignment is not None and assignment.agency_id == scope.agency_id)


def sees_sender(official: Official) -> bool:
    """Whether the sender's display name is shown; nobody is ever shown their address."""
    return official.role in DESK


def answers_for(official: Official, assignment: Assignment | None) -> bool:
    """Whether this official works for the agency whose assignment is open."""
    return (
        official.role is Role.AGENCY
        and assignment is not None
        and assignment.state is AssignmentState.OPEN
        and assignment.agency_id == official.agency_id
    )
