"""The menu: what a person can do, as choices. Values are commands, so that they never grow old."""

from handlers.messages import Choice
from handlers.texts import N_, Texts
from storage.records import Official, Role

_RESIDENT_MENU = (
    (N_("menu.gopy"), "/gopy"),
    (N_("menu.dangky"), "/dangky"),
    (N_("menu.tracuu"), "/tracuu"),
    (N_("menu.lich"), "/lich"),
    (N_("menu.hoidap"), "/hoidap"),
    (N_("menu.trogiup"), "/trogiup"),
)
_WORKING = frozenset({Role.COMMITTEE, Role.OFFICE, Role.CHAIR})
_OFFICIAL_MENU = (
    (N_("menu.ykien"), "/ykien", _WORKING | {Role.AGENCY, Role.INSPECTOR}),
    (N_("menu.tonghop"), "/tonghop", _WORKING),
    (N_("menu.duyet"), "/duyet", _WORKING),
    (N_("menu.phatbieu"), "/phatbieu", _WORKING),
    (N_("menu.phien"), "/phien", frozenset({Role.OFFICE, Role.ADMIN})),
    (N_("menu.ketluan"), "/ketluan", _WORKING),
    (N_("menu.thongbao"), "/thongbao", frozenset({Role.OFFICE, Role.COMMITTEE})),
    (N_("menu.hanchot"), "/hanchot", _WORKING | {Role.AGENCY, Role.ADMIN}),
    (N_("menu.nhap"), "/nhap", frozenset({Role.AGENCY, Role.OFFICE, Role.COMMITTEE})),
    (N_("menu.kehoach"), "/kehoach", frozenset({Role.OFFICE, Role.ADMIN})),
    (N_("menu.canbo"), "/canbo", frozenset({Role.ADMIN})),
    (N_("menu.trogiup"), "/trogiup", frozenset(Role)),
)


def choices_of(texts: Texts, official: Official | None) -> list[Choice]:
    """The menu of a resident, or of an official in their role."""
    if official is None:
        entries = list(_RESIDENT_MENU)
    else:
        entries = [(label, value) for label, value, roles in _OFFICIAL_MENU if official.role in roles]
    return [Choice(label=texts.t(label), value=value) for label, value in entries]
