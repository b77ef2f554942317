"""Rows of the table of commands: what officials do with the plan, its deadlines and the calendar."""

from handlers.official.concerns.desk import only
from handlers.official.plans import calendar_edit, deadlines, extend, mark_done
from handlers.official.plans import draft as plan_draft
from handlers.official.plans import file as plan_file
from handlers.official.plans import home as plan_home
from handlers.official.plans import new as plan_new
from handlers.table import Command, Step
from handlers.texts import N_
from storage.records import Role

_ADMIN = frozenset({Role.ADMIN})
_DESK = frozenset({Role.OFFICE, Role.COMMITTEE, Role.CHAIR})
_WORKING = _DESK | {Role.AGENCY, Role.ADMIN}

COMMANDS: dict[str, Command] = {
    "kehoach": Command(handler=plan_home.command, help_id=N_("help.kehoach"), roles=plan_draft.MAY_DECIDE),
    "hanchot": Command(handler=deadlines.command, help_id=N_("help.hanchot"), roles=_WORKING),
    "xongviec": Command(handler=mark_done.command, help_id=N_("help.xongviec"), roles=_WORKING),
    "giahan": Command(handler=extend.command, help_id=N_("help.giahan"), roles=_DESK),
    "lichnghi": Command(handler=calendar_edit.command, help_id=N_("help.lichnghi"), roles=_ADMIN),
}
_WRITING = plan_home.MAY_WRITE
_STEPS: dict[str, tuple[frozenset[Role], Step]] = {
    "plan.file": (_WRITING, plan_file.take_file),
    "plan.title": (_WRITING, plan_new.take_title),
    "plan.chairs": (_WRITING, plan_new.take_chairs),
    "plan.when": (_WRITING, plan_new.take_when),
    "plan.venue": (_WRITING, plan_new.take_venue),
    "plan.closes": (_WRITING, plan_new.take_closes),
    "plan.committee": (_WRITING, plan_new.take_committee),
    "plan.answers": (_WRITING, plan_new.take_answers),
    "plan.review": (plan_draft.MAY_DECIDE, plan_draft.take_review),
    "plan.reason": (plan_draft.MAY_DECIDE, plan_draft.take_reason),
    "done.waive": (_WORKING, mark_done.take_waive),
    "extend.what": (_DESK, extend.take_what),
    "extend.day": (_DESK, extend.take_day),
    "extend.reason": (_DESK, extend.take_reason),
    "extend.confirm": (_DESK, extend.take_confirmation),
    "calendar.day": (_ADMIN, calendar_edit.take_day),
    "calendar.name": (_ADMIN, calendar_edit.take_name),
    "calendar.source": (_ADMIN, calendar_edit.take_source),
    "calendar.confirm": (_ADMIN, calendar_edit.take_confirmation),
}
STEPS: dict[str, Step] = {name: only(roles, step) for name, (roles, step) in _STEPS.items()}
