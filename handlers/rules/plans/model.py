"""The plan as a whole: one frozen value with everything an office promised, and how to find things in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from handlers.rules.plans.office import (
    EVERYBODY,
    Agency,
    Area,
    Chair,
    Committee,
    Document,
    Office,
    Recipient,
    Reminders,
)
from handlers.rules.plans.parts import DueRule, Key, Part
from handlers.rules.plans.session import PlannedSession
from handlers.rules.plans.topics import DEFAULT_TOPICS, Topic
from handlers.rules.plans.work import AdHoc, After, Archive, Duty, Intake, Route, Speaking, Step, Survey

Keyed = TypeVar("Keyed", PlannedSession, Agency, Area)


class Plan(Part):
    """One plan of one office. ``format`` is the version of this schema. Lists are as long as any office needs: a
    file cannot keep the checks busy for minutes.
    """

    format: Literal[1]
    key: Key
    document: Document
    office: Office
    areas: Annotated[tuple[Area, ...], Field(max_length=500)] = ()
    agencies: Annotated[tuple[Agency, ...], Field(min_length=1, max_length=300)]
    committee: Committee
    chairs: Annotated[tuple[Chair, ...], Field(min_length=1, max_length=20)]
    topics: Annotated[tuple[Topic, ...], Field(max_length=60)] = DEFAULT_TOPICS
    sessions: Annotated[tuple[PlannedSession, ...], Field(min_length=1, max_length=60)]
    ad_hoc: AdHoc = AdHoc()
    intake: Intake = Intake()
    speaking: Speaking = Speaking()
    routes: Annotated[tuple[Route, ...], Field(max_length=300)] = ()
    duties: Annotated[tuple[Duty, ...], Field(max_length=300)] = ()
    programme: Annotated[tuple[Step, ...], Field(max_length=60)] = ()
    after: After = After()
    survey: Survey = Survey()
    archive: Archive = Archive()
    recipients: Annotated[tuple[Recipient, ...], Field(max_length=200)] = ()
    reminders: Reminders = Reminders()

    def session(self, key: str) -> PlannedSession:
        """The session of that key; KeyError when the plan has none."""
        return _by_key(self.sessions, key)

    def agency(self, key: str) -> Agency:
        """The agency of that key; KeyError when the plan has none."""
        return _by_key(self.agencies, key)

    def area(self, key: str) -> Area:
        """The hamlet of that key; KeyError when the plan has none."""
        return _by_key(self.areas, key)

    def topic(self, topic_id: str) -> Topic:
        """The topic of that id; KeyError when the plan has none."""
        for topic in self.topics:
            if topic.id == topic_id:
                return topic
        raise KeyError(topic_id)

    def agencies_for(self, topic_id: str) -> tuple[Agency, ...]:
        """Who answers that topic unless somebody says otherwise, the first named first."""
        return tuple(agency for agency in self.agencies if agency.answers and topic_id in agency.topics)

    def party_name(self, key: str) -> str:
        """The name of an agency, a chair or a general party («Nhân dân»), for showing to people."""
        named = {chair.key: chair.title for chair in self.chairs} | {body.key: body.name for body in self.agencies}
        return named.get(key) or EVERYBODY[key]

    def chairs_of(self, session: PlannedSession) -> tuple[Chair, ...]:
        """The chairs of a session: its own, or all of the plan's."""
        return tuple(chair for chair in self.chairs if not session.chairs or chair.key in session.chairs)

    def duties_with_paths(self) -> Iterator[tuple[tuple[str | int, ...], Duty]]:
        """Every duty with its place in the file, those after the session included."""
        for at, duty in enumerate(self.duties):
            yield ("duties", at), duty
        for name in ("conclusion", "answers", "results"):
            if (promise := getattr(self.after, name)) is not None:
                yield ("after", name), promise

    def rules_with_paths(self) -> Iterator[tuple[str, tuple[tuple[str | int, ...], DueRule]]]:
        """Every deadline's rule by the key of its route or duty, with its place in the file."""
        for at, route in enumerate(self.routes):
            if route.due is not None:
                yield route.key, (("routes", at, "due"), route.due)
        for path, duty in self.duties_with_paths():
            if duty.due is not None:
                yield duty.key, ((*path, "due"), duty.due)


def _by_key(things: tuple[Keyed, ...], key: str) -> Keyed:
    for thing in things:
        if thing.key == key:
            return thing
    raise KeyError(key)
