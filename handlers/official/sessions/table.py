"""Rows of the table of commands: what officials do with a session."""

from handlers.official import groups, unreached
from handlers.official.announcements import draft as announce_draft
from handlers.official.announcements import release as announce_release
from handlers.official.concerns import summary
from handlers.official.conclusions import home as conclude
from handlers.official.conclusions import items as conclude_items
from handlers.official.conclusions import release as conclude_release
from handlers.official.papers import home as paper_home
from handlers.official.sessions import edit as session_edit
from handlers.official.sessions import home as sessions
from handlers.table import Command, Step
from handlers.texts import N_
from handlers.turn import Turn
from storage.records import Role

_OFFICE = frozenset({Role.OFFICE, Role.ADMIN})
_WORKING = frozenset({Role.COMMITTEE, Role.OFFICE, Role.CHAIR})
_ANNOUNCING = frozenset({Role.OFFICE, Role.COMMITTEE})

COMMANDS: dict[str, Command] = {
    "phien": Command(handler=sessions.sessions, help_id=N_("help.phien"), roles=_OFFICE),
    "tonghop": Command(handler=summary.summary, help_id=N_("help.tonghop"), roles=_WORKING),
    "ketluan": Command(handler=conclude.command, help_id=N_("help.ketluan"), roles=_WORKING),
    "baocao": Command(handler=paper_home.command, help_id=N_("help.baocao"), roles=_WORKING),
    "thongbao": Command(handler=announce_draft.command, help_id=N_("help.thongbao"), roles=_ANNOUNCING),
    "chuaden": Command(
        handler=unreached.chuaden,
        help_id=N_("help.chuaden"),
        roles=frozenset({Role.OFFICE, Role.COMMITTEE, Role.INSPECTOR}),
    ),
    "noinhan": Command(
        handler=groups.receive, help_id=N_("help.noinhan"), roles=frozenset({Role.ADMIN}), in_groups=True
    ),
}


def _only(roles: frozenset[Role], step: Step) -> Step:
    """The step, for those who still have the role: somebody may have lost it since the question was asked."""

    def guarded(turn: Turn, value: str) -> None:
        if turn.has_role(*roles):
            step(turn, value)
            return
        turn.record("refused_step", "command", after={"step": turn.step})
        turn.finish()
        turn.say(turn.t(N_("session.role_lost")))

    return guarded


def _guarded(roles: frozenset[Role], steps: dict[str, Step]) -> dict[str, Step]:
    return {name: _only(roles, step) for name, step in steps.items()}


STEPS: dict[str, Step] = {
    **_guarded(
        _OFFICE,
        {
            "phien.title": session_edit.take_title,
            "phien.when": session_edit.take_when,
            "phien.venue": session_edit.take_venue,
            "phien.opens": session_edit.take_opens,
            "phien.closes": session_edit.take_closes,
            "phien.summary": session_edit.take_summary,
            "phien.confirm": session_edit.take_confirm,
        },
    ),
    **_guarded(
        _WORKING,
        {
            "ketluan.home": conclude.take_home,
            "ketluan.text": conclude.take_text,
            "ketluan.take_over": conclude.take_over,
            "ketluan.item": conclude_items.take_item,
            "ketluan.agency": conclude_items.take_agency,
            "ketluan.due": conclude_items.take_due,
            "ketluan.note": conclude_items.take_note,
            "ketluan.code": conclude_items.take_code,
            "ketluan.items_done": conclude_items.take_done,
            "ketluan.waits": conclude_release.take_waits,
            "ketluan.review": conclude_release.take_review,
            "ketluan.reason": conclude_release.take_reason,
        },
    ),
    **_guarded(
        _ANNOUNCING,
        {
            "thongbao.text": announce_draft.take_text,
            "thongbao.audience": announce_draft.take_audience,
            "thongbao.area": announce_draft.take_area,
            "thongbao.session": announce_draft.take_session,
            "thongbao.when": announce_draft.take_when,
            "thongbao.preview": announce_draft.take_preview,
            "thongbao.review": announce_release.take_review,
            "thongbao.reason": announce_release.take_reason,
        },
    ),
}
