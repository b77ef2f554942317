"""`/canbo`: who works for the office; a new official gets a one-time code; rights end with a confirmation."""

from datetime import timedelta

from handlers.messages import Choice
from handlers.official.concerns.desk import words_of
from handlers.official.enrol import VALID_HOURS, new_enrolment
from handlers.official.notices import tell_officials
from handlers.rules.answers import typed
from handlers.rules.naming import named
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import offices, officials
from storage.records import Agency, Enrolment, Official, Role

ADD, REMOVE = "them", "xoa"
MOST_NAME_LETTERS = 80
_ROLES = (
    (Role.AGENCY, N_("staff.role.agency")),
    (Role.OFFICE, N_("staff.role.office")),
    (Role.COMMITTEE, N_("staff.role.committee")),
    (Role.CHAIR, N_("staff.role.chair")),
    (Role.INSPECTOR, N_("staff.role.inspector")),
    (Role.ADMIN, N_("staff.role.admin")),
)


def staff(turn: Turn, argument: str) -> None:
    """`/canbo`: the list. `/canbo them`: add. `/canbo xoa`: end somebody's rights, or a code not used yet."""
    turn.begin()
    word = fold(argument)
    if word == ADD:
        _ask_role(turn)
    elif word == REMOVE:
        _ask_whom(turn)
    else:
        _list(turn)


def _list(turn: Turn) -> None:
    lines = [turn.t("staff.list"), *(f"- {_line(turn, official)}" for official in _everybody(turn))]
    if codes := _codes(turn):
        lines += ["", turn.t("staff.codes"), *(f"- {_code_line(turn, code)}" for code in codes)]
    add = Choice(label=turn.t("staff.add"), value=f"/canbo {ADD}")
    remove = Choice(label=turn.t("staff.remove"), value=f"/canbo {REMOVE}")
    turn.say("\n".join(lines), [add, remove])


def _everybody(turn: Turn) -> list[Official]:
    return officials.officials(turn.tx, turn.office.id)


def _codes(turn: Turn) -> list[Enrolment]:
    return officials.waiting_enrolments(turn.tx, turn.office.id, turn.at)


def _line(turn: Turn, official: Official | Enrolment) -> str:
    return f"{official.name} – {words_of(turn).role(official.role, official.agency_id)}"


def _code_line(turn: Turn, code: Enrolment) -> str:
    until = turn.t("staff.until", when=turn.texts.moment(code.expires_at))
    return f"{_line(turn, code)}, {until}"


def _ask_role(turn: Turn) -> None:
    has_agencies = bool(offices.bodies(turn.tx, turn.office.id))
    roles = [(turn.t(label), role.value) for role, label in _ROLES if has_agencies or role is not Role.AGENCY]
    turn.ask("staff.role", turn.t("staff.ask_role"), roles)


def take_role(turn: Turn, value: str) -> None:
    """The new official's role; an agency's officer needs an agency too."""
    if turn.incoming.choice is None or value not in {role.value for role, _ in _ROLES}:
        turn.ask_again()
    elif value == Role.AGENCY:
        turn.data["role"] = value
        _ask_agency(turn)
    else:
        turn.data.update(role=value, agency=None)
        _ask_name(turn)


def _agencies(turn: Turn) -> list[Agency]:
    return offices.bodies(turn.tx, turn.office.id)


def _ask_agency(turn: Turn) -> None:
    choices = [(agency.name, agency.key) for agency in _agencies(turn)]
    turn.ask("staff.agency", turn.t("staff.ask_agency"), choices)


def take_agency(turn: Turn, value: str) -> None:
    """The new officer's agency: chosen, or typed by name or key."""
    agencies = _agencies(turn)
    index = named(value, [(agency.key, agency.name) for agency in agencies])
    if index is None:
        turn.say(turn.t("desk.no_agency", name=value[:MOST_NAME_LETTERS]))
        turn.ask_again()
        return
    turn.data["agency"] = agencies[index].id
    _ask_name(turn)


def _ask_name(turn: Turn) -> None:
    turn.ask("staff.name", turn.t("staff.ask_name"))


def take_name(turn: Turn, value: str) -> None:
    """The new official's name, as colleagues know it; then the code and the words to pass on."""
    name = " ".join(typed(value).split())
    if not any(letter.isalpha() for letter in name) or len(name) > MOST_NAME_LETTERS:
        turn.say(turn.t("staff.bad_name", most=MOST_NAME_LETTERS))
        turn.ask_again()
        return
    role, agency_id = Role(turn.data["role"]), turn.data["agency"]
    code = new_enrolment(turn.tx, turn.office.id, role, agency_id, name, turn.person.id, turn.at)
    turn.record("invite_official", "enrolment", after={"role": role, "agency": agency_id})
    turn.finish()
    until = turn.texts.moment(turn.at + timedelta(hours=VALID_HOURS))
    back = Choice(label=turn.t("staff.back"), value="/canbo")
    turn.say(turn.t("staff.code_made", name=name, role=words_of(turn).role(role, agency_id)), [back])
    turn.say(turn.t("staff.pass_on", name=name, office=turn.office.name, code=code, until=until))


def _ask_whom(turn: Turn) -> None:
    choices = [(_line(turn, official), f"o{official.id}") for official in _everybody(turn)]
    choices += [(turn.t("staff.code_of", name=code.name), f"c{code.id}") for code in _codes(turn)]
    turn.ask("staff.whom", turn.t("staff.ask_whom"), choices)


def take_whom(turn: Turn, value: str) -> None:
    """Whose rights end: asks once more, in plainer words when it is oneself. A code is cancelled at once."""
    official = next((o for o in _everybody(turn) if value == f"o{o.id}"), None)
    code = next((c for c in _codes(turn) if value == f"c{c.id}"), None)
    if turn.incoming.choice is not None and code is not None:
        _cancel(turn, code)
    elif turn.incoming.choice is None or official is None:
        turn.ask_again()
    elif _is_last_admin(turn, official):
        turn.record("refused_removal", "official", official.id, after={"why": "last_admin"})
        turn.finish()
        turn.say(turn.t("staff.last_admin", name=official.name))
    else:
        _confirm(turn, official)


def _is_last_admin(turn: Turn, official: Official) -> bool:
    if official.role is not Role.ADMIN:
        return False
    return [admin.id for admin in officials.lock_admins(turn.tx, turn.office.id)] == [official.id]


def _confirm(turn: Turn, official: Official) -> None:
    himself = official.person_id == turn.person.id
    role = words_of(turn).role(official.role, official.agency_id)
    question = (
        turn.t("staff.confirm_self", role=role) if himself else turn.t("staff.confirm", name=official.name, role=role)
    )
    yes = turn.t("staff.end_own") if himself else turn.t("staff.end_rights")
    turn.ask("staff.confirm", question, [(turn.t("desk.keep"), "no"), (yes, "yes")], official=official.id)


def take_confirmation(turn: Turn, value: str) -> None:
    """End the rights, unless somebody did already or the last admin would go."""
    if turn.incoming.choice is None:
        turn.ask_again()
        return
    official = officials.get_official(turn.tx, turn.office.id, turn.data["official"])
    turn.finish()
    if value != "yes" or official is None:
        turn.say(turn.t("desk.nothing_done"))
    elif _is_last_admin(turn, official):
        turn.record("refused_removal", "official", official.id, after={"why": "last_admin"})
        turn.say(turn.t("staff.last_admin", name=official.name))
    elif not officials.remove_official(turn.tx, turn.office.id, official.id, turn.at):
        turn.say(turn.t("staff.gone_already", name=official.name))
    else:
        _removed(turn, official)


def _removed(turn: Turn, official: Official) -> None:
    before = {"role": official.role, "agency": official.agency_id}
    turn.record("remove_official", "official", official.id, before)
    office, role = turn.office.name, words_of(turn).role(official.role, official.agency_id)
    turn.say(turn.t("staff.removed", name=official.name, role=role))
    if official.agency_id is not None and not officials.of_agency(turn.tx, turn.office.id, official.agency_id):
        turn.say(turn.t("staff.agency_empty", agency=words_of(turn).agency(official.agency_id)))
    tell_officials(turn, [official], lambda texts: texts.t("staff.you_removed", office=office), lambda _texts: [])


def _cancel(turn: Turn, code: Enrolment) -> None:
    turn.finish()
    if officials.cancel_enrolment(turn.tx, turn.office.id, code.id, turn.at):
        turn.record("cancel_enrolment", "enrolment", code.id)
    turn.say(turn.t("staff.code_cancelled", name=code.name))
