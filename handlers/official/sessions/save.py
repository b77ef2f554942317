"""Write a changed session, and tell the people of an announced one what changed, once a change."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.messages import Choice, Outgoing, Reply
from handlers.milestones.keep import Move, keep
from handlers.milestones.moves import move_lines, told_of_moves
from handlers.official.sessions.draft import session_of
from handlers.official.sessions.words import details, held_words, morning_words
from handlers.rules.quiet_hours import after_night, is_night
from handlers.rules.session_changes import must_tell
from handlers.texts import N_, Texts
from handlers.turn import Turn
from storage import sessions
from storage.audiences import session_people
from storage.ids import new_id
from storage.records import Office, Role, Session, SessionState, Urgency
from storage.transaction import Transaction

_ACTS = {
    SessionState.SCHEDULED: "change_session",
    SessionState.ANNOUNCED: "announce_session",
    SessionState.CANCELLED: "cancel_session",
}


def edited(turn: Turn) -> dict[str, Any]:
    """The values of the session that this conversation is changing."""
    values: dict[str, Any] = turn.data["edit"]
    return values


def change(turn: Turn) -> tuple[Session | None, Session]:
    """The session as it was read (None: a new one), and as it would be saved. Equal when nothing was changed."""
    draft = edited(turn)
    after = session_of(draft, turn.office.id, turn.at)
    if not draft["id"]:
        return None, after
    return session_of(turn.data["read"], turn.office.id, turn.at), after


def write(turn: Turn) -> None:
    """Save, unless somebody else changed the session since it was read; then say so, and show how it is now."""
    before, after = change(turn)
    if before is None:
        sessions.add_session(turn.tx, after)
    elif not _replace(turn, before, after):
        turn.record("refused_change", "session", after.id, after={"reason": "changed_meanwhile"})
        turn.finish()
        turn.say(turn.t(N_("session.changed_meanwhile")), [_look(turn, after)])
        return
    _record(turn, before, after)
    moves = keep(turn.tx, turn.office, after, turn.at)
    told = _tell(turn, before, after) if before is not None and must_tell(before, after) else 0
    _tell_of_moves(turn, after, moves)
    turn.finish()
    _say_saved(turn, after, told, moves)


def _tell_of_moves(turn: Turn, after: Session, moves: list[Move]) -> None:
    """Whoever owes or gets something whose deadline moved with the session hears of it."""
    turn.outgoing += told_of_moves(
        turn.tx,
        turn.office,
        moves,
        turn.at,
        N_("milestone.session_moved"),
        occasion=f"{after.id}/{new_id(turn.at)}",
        without=turn.person.id,
        title=after.title,
        held=held_words(turn.texts, after),
    )


def _replace(turn: Turn, before: Session, after: Session) -> bool:
    """Later than what it replaces even within the platform's second, so that whoever read that one is told."""
    updated_at = max(turn.at, before.updated_at + timedelta(microseconds=1))
    return sessions.change_session(turn.tx, after.model_copy(update={"updated_at": updated_at}), before)


def _record(turn: Turn, before: Session | None, after: Session) -> None:
    old, new = (_plain(before) if before else {}), _plain(after)
    changed = {name for name in new if old.get(name) != new[name]}
    act = "create_session" if before is None else "change_session"
    if before is not None and before.state is not after.state:
        act = _ACTS.get(after.state, act)
    turn.record(
        act,
        "session",
        after.id,
        before={name: old[name] for name in sorted(changed) if name in old},
        after={name: new[name] for name in sorted(changed)},
    )


def _plain(session: Session) -> Mapping[str, Any]:
    return session.model_dump(mode="json", exclude={"office_id", "id", "key", "created_at", "updated_at"})


def _tell(turn: Turn, before: Session, after: Session) -> int:
    """Tell everybody who sent a concern or registered; return how many the office is shown."""
    turn.outgoing += told_people(turn.tx, turn.office, before, after, turn.at)
    return len(session_people(turn.tx, turn.office.id, after.id, protected=False))


def told_people(tx: Transaction, office: Office, before: Session, after: Session, at: datetime) -> list[Outgoing]:
    """The notices of a change to everybody who sent a concern or registered, at night in the morning."""
    change_id = new_id(at)
    not_before = after_night(at, office.profile) if is_night(at, office.profile) else None
    said = []
    for to in session_people(tx, office.id, after.id, protected=True):
        texts = Texts(to.language)
        reply = Reply(
            text=notice_text(texts, office, before, after),
            choices=(Choice(label=texts.t(N_("session.see_schedule")), value="/lich"),),
        )
        said.append(
            Outgoing(
                channel=to.channel,
                address=to.address,
                reply=reply,
                urgency=Urgency.NOTICE,
                once_key=f"session/{after.id}/{change_id}/{to.identity_id}",
                not_before=not_before,
            )
        )
    return said


def notice_text(texts: Texts, office: Office, before: Session, after: Session) -> str:
    """What the people of a session are told of a change."""
    if after.state is SessionState.CANCELLED:
        return texts.t(
            N_("session.notice_cancelled"), office=office.name, title=after.title, held=held_words(texts, before)
        )
    is_new = before.state is SessionState.SCHEDULED
    return texts.t(
        N_("session.notice_fixed") if is_new else N_("session.notice_changed"),
        office=office.name,
        title=after.title,
        held=held_words(texts, after),
        venue=after.venue or texts.t(N_("session.no_venue")),
    )


def _say_saved(turn: Turn, after: Session, told: int, moves: list[Move]) -> None:
    lines = [turn.t(N_("session.saved")), details(turn.texts, after, turn.at)]
    if moves:
        lines.append("\n".join([turn.t(N_("session.deadlines_moved")), *move_lines(turn.texts, moves)]))
    if told:
        lines += [turn.tn("session.were_told", told), *morning_words(turn)]
    elif after.state is SessionState.ANNOUNCED and turn.has_role(Role.OFFICE):
        lines.append(turn.t(N_("session.announce_next")))
    turn.say("\n\n".join(lines), [_look(turn, after), Choice(label=turn.t(N_("session.list_again")), value="/phien")])


def _look(turn: Turn, session: Session) -> Choice:
    return Choice(label=turn.t(N_("session.look")), value=f"/phien {session.id}")
