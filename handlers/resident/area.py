"""Where a resident lives: asked once after consent, and changed by `/xom`."""

from handlers.choices import to_id
from handlers.resident.asking import choose_again
from handlers.rules.naming import bare_place
from handlers.texts import N_
from handlers.turn import Turn
from storage import offices, people

ELSEWHERE = "none"


def ask_area(turn: Turn, step: str, lead: str = "") -> bool:
    """Ask for the hamlet at `step`; False when the office has none to choose from."""
    areas = offices.areas(turn.tx, turn.office.id)
    if not areas:
        return False
    question = turn.t(N_("start.area"), kind=areas[0].kind)
    choices = [(area.name, str(area.id)) for area in areas]
    text = f"{lead}\n\n{question}" if lead else question
    turn.ask(step, text, [*choices, (turn.t(N_("start.area_elsewhere")), ELSEWHERE)])
    return True


def keep_area(turn: Turn, value: str) -> str:
    """Remember the chosen hamlet and return its name; a choice that is none of the office's means «elsewhere»."""
    chosen = to_id(value)
    found = offices.get_area(turn.tx, turn.office.id, chosen) if chosen else None
    area_id = found.id if found else None
    people.set_area(turn.tx, turn.office.id, turn.person.id, area_id)
    turn.person = turn.person.model_copy(update={"area_id": area_id})
    return found.name if found else turn.t(N_("start.area_elsewhere"))


def named_area(turn: Turn, text: str) -> str:
    """The choice of the one hamlet that `text` names, with or without its kind and its marks; "" when none is meant."""
    name = bare_place(text)
    found = [one for one in offices.areas(turn.tx, turn.office.id) if name and bare_place(one.name) == name]
    return str(found[0].id) if len(found) == 1 else ""


def xom(turn: Turn, _argument: str = "") -> None:
    """`/xom` changes the hamlet."""
    turn.begin()
    if not ask_area(turn, "area.change"):
        turn.say(turn.t(N_("area.none")))


def take_change(turn: Turn, value: str) -> None:
    """Keep the new hamlet. Words that name none ask again."""
    value = value if turn.incoming.choice is not None else named_area(turn, value)
    if not value:
        choose_again(turn)
        return
    name = keep_area(turn, value)
    turn.finish()
    turn.say(turn.t(N_("area.kept"), name=name))
