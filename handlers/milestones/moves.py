"""Telling those affected that deadlines moved: who owes them, who gets what is owed, and the desk. Never at night."""

from collections.abc import Sequence
from datetime import datetime

from handlers.desks import members, notice
from handlers.messages import Choice, Outgoing
from handlers.milestones.bodies import directory
from handlers.milestones.keep import Move
from handlers.milestones.plans import plans_of
from handlers.milestones.words import moved_line
from handlers.rules.quiet_hours import after_night, is_night
from handlers.texts import N_, Texts
from storage.records import Office, Official
from storage.transaction import Transaction

MOST_LINES = 12


def told_of_moves(
    tx: Transaction,
    office: Office,
    moves: Sequence[Move],
    at: datetime,
    heading: str,
    *,
    occasion: str,
    without: int | None = None,
    **values: object,
) -> list[Outgoing]:
    """One letter a person with the deadlines of theirs that moved, under the message id `heading` with `values`.

    `without` is the person who moved them and knows.
    """
    if not moves:
        return []
    letters: dict[int, tuple[Official, list[Move]]] = {}
    known = directory(tx, office, plans_of(tx, office.id))
    for move in moves:
        keys = (move.after.debtor, *move.after.creditors)
        concerned = [*known.desk(), *(one for key in keys if key for one in known.acting_for(key))]
        for official in {one.person_id: one for one in concerned if one.person_id != without}.values():
            letters.setdefault(official.person_id, (official, []))[1].append(move)
    not_before = after_night(at, office.profile) if is_night(at, office.profile) else None
    return [
        notice(
            desk,
            f"moved/{occasion}",
            _text(Texts(desk.language), heading, mine, values),
            (Choice(label=Texts(desk.language).t(N_("milestone.all")), value="/hanchot"),),
            not_before=not_before,
        )
        for official, mine in letters.values()
        for desk in members(tx, office, [official])
    ]


def _text(texts: Texts, heading: str, moves: Sequence[Move], values: dict[str, object]) -> str:
    return "\n".join([texts.t(heading, **values), *move_lines(texts, moves)])


def move_lines(texts: Texts, moves: Sequence[Move]) -> list[str]:
    """The moved deadlines, a line each; of very many the first, and how many more."""
    lines = [moved_line(texts, move.before, move.after) for move in moves[:MOST_LINES]]
    if len(moves) > MOST_LINES:
        lines.append(texts.tn("milestone.more", len(moves) - MOST_LINES))
    return lines
