"""What a row of the table of commands is. Each room keeps its own rows; handlers/commands.py lays them together."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.turn import Turn
from storage.records import Role

Step = Callable[[Turn, str], None]
"""Answers a choice's value or plain words (`turn.incoming.choice` tells which: None for plain words)."""


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command: who may say it (no roles: everybody), where, and the message id of its help sentence."""

    handler: Step
    help_id: str
    roles: frozenset[Role] = frozenset()
    in_groups: bool = False
