"""What binds an office whose plan is silent: the law's notice and publication times, and a time for answers.

A profile is data too (``plans/profiles/*.toml``). What a plan promises itself always comes before it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from handlers.rules.plans.errors import PlanError, schema_problems, syntax_problem
from handlers.rules.plans.lines import lines_of
from handlers.rules.plans.office import Level
from handlers.rules.plans.parts import Key, Part, Text
from handlers.rules.plans.reading import PLANS, Plan
from handlers.rules.plans.work import After, Duty

PROFILES = PLANS / "profiles"
COMMUNE = PROFILES / "xa.toml"


Promise = Literal["conclusion", "answers", "results"]

AFTER: tuple[Promise, ...] = ("conclusion", "answers", "results")
"""What may be promised after a session, in the usual order."""


class Profile(Part):
    """Default promises for the offices of ``levels``. Keys name roles, not bodies: whoever the plan gives
    the role to.
    """

    format: Literal[1]
    key: Key
    name: Text
    levels: tuple[Level, ...]
    announce: Duty
    after: After


def read_profile(path: Path = COMMUNE) -> Profile:
    """The profile in a TOML file; PlanError when it is not one."""
    text = path.read_text(encoding="utf-8")
    try:
        return Profile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise PlanError([syntax_problem(wrong, text)]) from wrong
    except ValidationError as refused:
        raise PlanError(schema_problems(refused, Profile, lines_of(text))) from refused


def promise(plan: Plan, name: Promise, profile: Profile) -> Duty | None:
    """What is promised after a session: the plan's own word where it sets a time, else the profile's for
    its level.

    Where both are silent on time the plan's timeless promise is returned, or None.
    """
    own: Duty | None = getattr(plan.after, name)
    if own is not None and own.due is not None:
        return own
    usual: Duty | None = getattr(profile.after, name) if plan.office.level in profile.levels else None
    return usual or own
