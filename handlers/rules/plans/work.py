"""What a plan makes people do: papers that travel (routes), acts (duties), the programme, and what follows
the session.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict, model_validator

from handlers.rules.plans.parts import Clock, Count, DueRule, Flag, Key, Part, Text

RouteKind = Literal["opinions", "report", "explanation", "dossier"]

Content = Literal[
    "mood",
    "concerns",
    "questions",
    "proposed_answers",
    "proposed_answerer",
    "explanations",
    "field_report",
    "documents",
]

DutyKind = Literal[
    "announce", "invite", "collect", "classify", "assign", "prepare_answers", "prepare_meeting",
    "support_team", "check", "host", "slips", "minutes", "survey", "security", "logistics", "budget",
    "attend", "press", "conclude", "answer", "publish", "escalate", "transfer", "verify", "monitor",
    "supervise", "archive",
]  # fmt: skip

Channel = Literal["media", "loudspeaker", "posting", "letter", "hamlet_head", "bot"]

Origin = Literal["plan", "law", "practice", "advice"]
"""Where a promise comes from: the plan's text, the law, or the office's own setting where both are silent; ``advice``
is the law's date where it does not bind, told beforehand and never chased."""


class Route(Part):
    """A report that travels: each of ``senders`` owes it to ``receiver``, handed in through ``via`` («qua»).

    ``copies`` also get it. Empty ``sessions`` means every session of the plan.
    """

    key: Key
    kind: RouteKind
    name: Text
    senders: Annotated[tuple[Key, ...], Field(min_length=1, max_length=100)]
    receiver: Key
    via: Key | None = None
    copies: tuple[Key, ...] = ()
    contents: tuple[Content, ...] = ()
    due: DueRule | None = None
    sessions: tuple[Key, ...] = ()
    origin: Origin = "plan"
    source: Text


class Duty(Part):
    """Something ``by`` must do, together with ``partners``, for ``to``; ``due`` only where the plan limits
    it.

    ``people_min`` and ``people_max`` are the heads to bring; ``on_behalf_of`` is whose paper it is, if not
    ``by``'s.
    """

    key: Key
    kind: DutyKind
    name: Text
    by: Annotated[tuple[Key, ...], Field(min_length=1, max_length=100)]
    to: tuple[Key, ...] = ()
    partners: tuple[Key, ...] = ()
    channels: tuple[Channel, ...] = ()
    repeated: Flag = False
    people_min: Count | None = None
    people_max: Count | None = None
    on_behalf_of: Key | None = None
    due: DueRule | None = None
    sessions: tuple[Key, ...] = ()
    origin: Origin = "plan"
    source: Text


class Step(Part):
    """A step of the conference programme and who leads it."""

    kind: Literal[
        "opening",
        "rules",
        "secretary",
        "survey",
        "purpose",
        "report",
        "speeches",
        "answers",
        "follow_up",
        "conclusion",
    ]
    text: Text
    by: Key | None = None
    optional: Flag = False


class Outcome(Part):
    """What may become of a matter left open in the room."""

    kind: Literal["assign", "escalate", "transfer", "verify"]
    text: Text
    source: Text


class After(Part):
    """What the plan promises after the session; a promise without a limit has no ``due``."""

    conclusion: Duty | None = None
    answers: Duty | None = None
    results: Duty | None = None
    outcomes: tuple[Outcome, ...] = ()

    @model_validator(mode="after")
    def _counted_from_the_session_on(self) -> After:
        for duty in (self.conclusion, self.answers, self.results):
            if duty and duty.due and duty.due.days is not None and duty.due.direction == "before":
                raise ValueError(f'«{duty.key}» làm sau đối thoại: hạn phải có direction = "after"')
        return self

    def promises(self) -> tuple[Duty, ...]:
        """The promises in the order they fall due."""
        return tuple(duty for duty in (self.conclusion, self.answers, self.results) if duty is not None)


class Speaking(Part):
    """How people get the floor: by registration and in its order, how long, and whether there is a second
    round.
    """

    registration: Flag = True
    minutes_each: Annotated[int, Strict(), Field(ge=1, le=60)] | None = None
    follow_up_round: Flag = False
    closes: DueRule | None = None


class Intake(Part):
    """How opinions are gathered and sorted. ``personal_to_reception`` sends private grievances to citizen
    reception.
    """

    sources: tuple[
        Literal["residents", "reports", "residents_meetings", "public_opinion", "polls", "speaker_slips"], ...
    ] = ("residents", "reports")
    classify_by: tuple[Literal["topic", "authority", "severity"], ...] = ("topic", "authority")
    watch_topics: tuple[Key, ...] = ()
    flag_recurring: Flag = True
    urgent_reports: Flag = False
    personal_to_reception: Flag = False
    review_earlier_conclusions: Flag = False


class Survey(Part):
    """The satisfaction survey; ``optional`` for «nếu có»."""

    on: Flag = False
    optional: Flag = True
    owner: Key | None = None
    time: Clock | None = None
    source: Text | None = None


class Archive(Part):
    """Who keeps the dossier and what must be in it; no law found gives a period, so the office sets it."""

    owner: Key | None = None
    contents: tuple[Text, ...] = ()
    years: Annotated[int, Strict(), Field(ge=1, le=100)] | None = None
    source: Text | None = None


class AdHoc(Part):
    """Whether sessions may be added beside the planned ones («đối thoại đột xuất»)."""

    allowed: Flag = False
    source: Text | None = None
