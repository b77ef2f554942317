"""Rows of the table of commands: what officials do with a concern, and who the officials are."""

from handlers.official import staff
from handlers.official.concern_groups import home as concern_groups
from handlers.official.concerns import (
    answer,
    assign,
    close,
    give_back,
    inbox,
    kind,
    protect,
    publish,
    release,
    topic,
    view,
)
from handlers.official.concerns.desk import only
from handlers.rules.access import DESK, READERS, RELEASERS
from handlers.table import Command, Step
from handlers.texts import N_
from storage.records import Role

_ADMIN = frozenset({Role.ADMIN})
_AGENCY = frozenset({Role.AGENCY})
_INSPECTOR = frozenset({Role.INSPECTOR})
_READ = READERS | _AGENCY | _INSPECTOR
_ANSWER = DESK | _AGENCY
_CLOSE = DESK | _INSPECTOR

COMMANDS: dict[str, Command] = {
    "canbo": Command(handler=staff.staff, help_id=N_("help.canbo"), roles=_ADMIN),
    "ykien": Command(handler=inbox.inbox, help_id=N_("help.ykien"), roles=_READ),
    "xem": Command(handler=view.view, help_id=N_("help.xem"), roles=_READ),
    "giao": Command(handler=assign.assign, help_id=N_("help.giao"), roles=DESK),
    "tralai": Command(handler=give_back.give_back, help_id=N_("help.tralai"), roles=_AGENCY),
    "traloi": Command(handler=answer.answer, help_id=N_("help.traloi"), roles=_ANSWER),
    "duyet": Command(handler=release.release, help_id=N_("help.duyet"), roles=RELEASERS),
    "congbo": Command(handler=publish.publish, help_id=N_("help.congbo"), roles=RELEASERS),
    "linhvuc": Command(handler=topic.change_topic, help_id=N_("help.linhvuc"), roles=DESK),
    "chuyen": Command(handler=close.forward, help_id=N_("help.chuyen"), roles=_CLOSE),
    "ngoai": Command(handler=close.out_of_remit, help_id=N_("help.ngoai"), roles=_CLOSE),
    "loai": Command(handler=kind.change_kind, help_id=N_("help.loai"), roles=DESK),
    "nhom": Command(handler=concern_groups.groups, help_id=N_("help.nhom"), roles=DESK),
    "tocao": Command(handler=protect.protect, help_id=N_("help.tocao"), roles=DESK),
    "khongtocao": Command(handler=protect.unprotect, help_id=N_("help.khongtocao"), roles=_INSPECTOR),
}
_STEPS: dict[str, tuple[frozenset[Role], Step]] = {
    "staff.role": (_ADMIN, staff.take_role),
    "staff.agency": (_ADMIN, staff.take_agency),
    "staff.name": (_ADMIN, staff.take_name),
    "staff.whom": (_ADMIN, staff.take_whom),
    "staff.confirm": (_ADMIN, staff.take_confirmation),
    "view.code": (_READ, view.view),
    "assign.code": (DESK, assign.assign),
    "assign.agency": (DESK, assign.take_agency),
    "assign.due": (DESK, assign.take_due),
    "give_back.code": (_AGENCY, give_back.give_back),
    "give_back.reason": (_AGENCY, give_back.take_reason),
    "answer.code": (_ANSWER, answer.answer),
    "answer.text": (_ANSWER, answer.take_text),
    "answer.decide": (_ANSWER, answer.take_decision),
    "answer.more": (_ANSWER, answer.take_more),
    "release.code": (RELEASERS, release.release),
    "release.decide": (RELEASERS, release.take_decision),
    "release.reword": (RELEASERS, release.take_question),
    "release.reason": (RELEASERS, release.take_reason),
    "publish.code": (RELEASERS, publish.publish),
    "publish.confirm": (RELEASERS, publish.take_confirmation),
    "publish.reword": (RELEASERS, publish.take_question),
    "publish.take_back": (RELEASERS, publish.take_decision),
    "topic.code": (DESK, topic.change_topic),
    "topic.choose": (DESK, topic.take_topic),
    "kind.code": (DESK, kind.change_kind),
    "kind.choose": (DESK, kind.take_kind),
    "close.forward": (_CLOSE, close.forward),
    "close.out_of_remit": (_CLOSE, close.out_of_remit),
    "close.reason": (_CLOSE, close.take_reason),
    "close.confirm": (_CLOSE, close.take_confirmation),
    "protect.code": (DESK, protect.protect),
    "protect.confirm": (DESK, protect.take_protection),
    "unprotect.code": (_INSPECTOR, protect.unprotect),
    "unprotect.kind": (_INSPECTOR, protect.take_kind),
}
STEPS: dict[str, Step] = {name: only(roles, step) for name, (roles, step) in _STEPS.items()}
