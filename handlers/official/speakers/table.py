"""Rows of the table of commands: the queue of speakers on the day of the dialogue."""

from handlers.official.concerns.desk import only
from handlers.official.speakers import answers, home, slip
from handlers.rules.access import READERS
from handlers.table import Command, Step
from handlers.texts import N_

COMMANDS: dict[str, Command] = {
    "phatbieu": Command(handler=home.command, help_id=N_("help.phatbieu"), roles=READERS),
}
_STEPS: dict[str, Step] = {
    "speakers.name": slip.take_name,
    "speakers.area": slip.take_area,
    "speakers.topic": slip.take_topic,
    "speakers.content": slip.take_content,
    "speakers.note": answers.take_note,
}
STEPS: dict[str, Step] = {name: only(READERS, step) for name, step in _STEPS.items()}
