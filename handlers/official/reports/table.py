"""Rows of the table of commands: contributors' reports."""

from handlers.official.concerns.desk import only
from handlers.official.reports import home as report_home
from handlers.official.reports import mood as report_mood
from handlers.official.reports import write as report_write
from handlers.reports.routes import MAY_FILE
from handlers.table import Command, Step
from handlers.texts import N_

COMMANDS: dict[str, Command] = {
    "nhap": Command(handler=report_home.command, help_id=N_("help.nhap"), roles=MAY_FILE),
}
_STEPS: dict[str, Step] = {
    "report.route": report_home.take_route,
    "report.file": report_home.take_file,
    "report.undo": report_home.take_undo,
    "report.mood": report_mood.take,
    "report.whom": report_write.take_whom,
    **dict.fromkeys(report_write.FIELD_STEPS, report_write.take_field),
    "report.confirm": report_write.take_confirm,
}
STEPS: dict[str, Step] = {name: only(MAY_FILE, step) for name, step in _STEPS.items()}
