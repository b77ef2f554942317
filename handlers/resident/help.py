"""`/trogiup`: what the bot is for, the commands this person may use, and how to reach a human."""

from collections.abc import Mapping

from handlers.menu import choices_of
from handlers.resident.reach import reach_words
from handlers.table import Command
from handlers.texts import N_
from handlers.turn import Turn


def show(turn: Turn, commands: Mapping[str, Command]) -> None:
    """List the commands with their help sentences: an official's own first, then everybody's."""
    own_first = sorted(commands.items(), key=lambda row: not row[1].roles)
    lines = [f"/{name} – {turn.t(command.help_id)}" for name, command in own_first if _may_use(turn, command)]
    opening = N_("help.official") if turn.official is not None else N_("help.resident")
    human = turn.t(N_("help.human"))
    parts = [turn.t(opening, office=turn.office.name), "\n".join(lines), f"{human}\n{reach_words(turn)}"]
    turn.say("\n\n".join(parts), choices_of(turn.texts, turn.official))


def _may_use(turn: Turn, command: Command) -> bool:
    return not command.roles or turn.has_role(*command.roles)
