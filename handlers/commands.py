"""The whole table: every command, every step, and what answers a message that nobody asked for."""

from handlers.official.concerns import table as concern_table
from handlers.official.plans import table as plan_table
from handlers.official.reports import table as report_table
from handlers.official.sessions import table as session_table
from handlers.official.speakers import table as speaker_table
from handlers.resident import help as help_page
from handlers.resident import resident_table
from handlers.table import Command, Step
from handlers.texts import N_

COMMANDS: dict[str, Command] = {
    **resident_table.COMMANDS,
    "trogiup": Command(handler=lambda turn, _argument: help_page.show(turn, COMMANDS), help_id=N_("help.trogiup")),
    **concern_table.COMMANDS,
    **session_table.COMMANDS,
    **speaker_table.COMMANDS,
    **plan_table.COMMANDS,
    **report_table.COMMANDS,
}
STEPS: dict[str, Step] = {
    **resident_table.STEPS,
    **concern_table.STEPS,
    **session_table.STEPS,
    **speaker_table.STEPS,
    **plan_table.STEPS,
    **report_table.STEPS,
}
UNASKED: dict[str, Step] = resident_table.UNASKED
"""`words`: plain words when no step waits; `old_choice`: a tap on an old message; `unsupported`; `refused`: a file."""
