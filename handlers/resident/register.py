"""`/dangky`: register to speak at an announced session, see it, take it back. A number is given once and for ever."""

from handlers.choices import to_id
from handlers.messages import Choice
from handlers.resident import in_the_hall, slips, suggestions
from handlers.resident.asking import choose_again
from handlers.resident.courtesies import is_yes
from handlers.rules import speakers
from handlers.rules.concerns import is_own
from handlers.rules.sessions import open_for_speakers
from handlers.texts import N_
from handlers.turn import Turn
from storage import concerns, counters, registrations, sessions
from storage.ids import new_id
from storage.records import Kind, Registration, RegistrationState, Session

_WITHDRAW = "rut "


def open_sessions(turn: Turn) -> list[Session]:
    """The announced sessions that have not begun."""
    return open_for_speakers(sessions.sessions(turn.tx, turn.office.id), turn.at)


def dangky(turn: Turn, argument: str = "") -> None:
    """Show what the person registered for; who has none registers. «moi»: for one more session. «rut id»: withdraw."""
    opened, begun = open_sessions(turn), in_the_hall.begun_sessions(turn)
    turn.begin()
    if argument.startswith(_WITHDRAW):
        _ask_withdraw(turn, argument.removeprefix(_WITHDRAW))
        return
    standing = [(one, found) for one in (*begun, *opened) if (found := _standing(turn, one.id))]
    mine = {session.id for session, _ in standing}
    free = [one for one in opened if one.id not in mine]
    if standing and not (free and argument):
        slips.show(turn, standing, more=bool(free))
        return
    late = [one for one in begun if one.id not in mine]
    for session in late:
        turn.say(in_the_hall.how_to_speak(turn, session), [] if free else slips.write(turn))
    if len(free) == 1:
        _ask_topic(turn, free[0])
    elif free:
        slips.ask_session(turn, free)
    elif not late:
        turn.say(turn.t(N_("register.no_session")), [Choice(label=turn.t(N_("register.dates")), value="/lich")])


def _standing(turn: Turn, session_id: int) -> Registration | None:
    return registrations.standing(turn.tx, turn.office.id, session_id, turn.person.id)


def take_session(turn: Turn, value: str) -> None:
    """Which session."""
    wanted = to_id(value) if turn.incoming.choice is not None else None
    session = next((one for one in open_sessions(turn) if one.id == wanted), None)
    if session is None:
        choose_again(turn)
    else:
        _ask_topic(turn, session)


def _ask_topic(turn: Turn, session: Session) -> None:
    choices = [(suggestions.label(turn.texts, topic), topic.key) for topic in turn.office.profile.topics]
    turn.ask("register.topic", turn.t(N_("register.topic"), title=session.title), choices, session=session.id)


def take_topic(turn: Turn, value: str) -> None:
    """Which field of life, tapped or named."""
    topic = suggestions.find_topic(turn.office, value) or suggestions.named_topic(turn.office, value)
    if topic is None:
        choose_again(turn)
    else:
        slips.ask_content(turn, topic=topic.key)


def take_content(turn: Turn, value: str) -> None:
    """Up to three lines, or one of the person's own open concerns."""
    if turn.incoming.choice is not None:
        _take_concern(turn, value)
    elif turn.incoming.files:
        turn.ask_again(turn.t(N_("register.no_files")))
    elif not speakers.fits(value):
        most = turn.texts.number(speakers.LONGEST_CONTENT)
        turn.ask_again(turn.t(N_("register.too_long"), lines=speakers.MOST_LINES, most=most) if value else None)
    elif suggestions.kind(value) is Kind.DENUNCIATION:
        turn.ask_again(turn.t(N_("register.closed_to_all")))
    else:
        slips.ask_representing(turn, content=value, concern=None)


def _take_concern(turn: Turn, value: str) -> None:
    wanted = to_id(value)
    concern = concerns.get_concern(turn.tx, turn.office.id, wanted) if wanted else None
    if concern is None or not is_own(concern, turn.person.id) or concern.protected:
        choose_again(turn)
        return
    slips.ask_representing(turn, content=concern.summary, concern=concern.id)


def take_representing(turn: Turn, value: str) -> None:
    """For whom: oneself, the household, or a group, whose name is asked."""
    if turn.incoming.choice is None or value not in {speakers.SELF, speakers.HOUSEHOLD, speakers.GROUP}:
        choose_again(turn)
    elif value == speakers.GROUP:
        turn.ask("register.group", turn.t(N_("register.group")))
    else:
        slips.ask_confirm(turn, representing=value)


def take_group(turn: Turn, value: str) -> None:
    """The group's name."""
    if value:
        slips.ask_confirm(turn, representing=speakers.group(value))
    else:
        turn.ask_again()


def take_confirm(turn: Turn, value: str) -> None:
    """Register, begin anew, or leave it."""
    if turn.incoming.choice is None and not is_yes(value):
        choose_again(turn)
    elif value == "anew":
        dangky(turn, "moi")
    elif value == "drop":
        turn.finish()
        turn.say(turn.t(N_("register.dropped")))
    else:
        _register(turn)


def _register(turn: Turn) -> None:
    """Give the number, unless the session has begun meanwhile or the person stands registered already."""
    session = next((one for one in open_sessions(turn) if one.id == turn.data["session"]), None)
    if session is None:
        _too_late(turn)
        return
    standing = _standing(turn, session.id)
    if standing is not None:
        turn.finish()
        turn.say(turn.t(N_("register.already"), number=standing.number, title=session.title), slips.look(turn))
        return
    made = _registration(turn, session)
    registrations.add_registration(turn.tx, made)
    turn.record("register", "registration", made.id, after={"number": made.number, "session": session.id})
    turn.finish()
    turn.say(slips.receipt(turn, made, session), slips.look(turn))


def _too_late(turn: Turn) -> None:
    """The session takes no registrations any more; one that goes on takes them in the hall."""
    begun = next((one for one in in_the_hall.begun_sessions(turn) if one.id == turn.data["session"]), None)
    turn.finish()
    if begun is None:
        turn.say(turn.t(N_("register.too_late")))
    else:
        turn.say(in_the_hall.how_to_speak(turn, begun), slips.write(turn))


def _registration(turn: Turn, session: Session) -> Registration:
    return Registration(
        office_id=turn.office.id,
        id=new_id(turn.at),
        session_id=session.id,
        person_id=turn.person.id,
        identity_id=turn.identity.id,
        number=counters.take_next(turn.tx, turn.office.id, f"registration/{session.id}"),
        topic=turn.data["topic"],
        content=turn.data["content"],
        concern_id=turn.data["concern"],
        representing=turn.data["representing"],
        state=RegistrationState.REGISTERED,
        created_at=turn.at,
        withdrawn_at=None,
    )


def _ask_withdraw(turn: Turn, value: str) -> None:
    """Ask whether it is meant. Somebody else's registration and one taken back before are both «not found»."""
    one = _own(turn, value)
    if one is None or one.state is RegistrationState.WITHDRAWN:
        turn.say(turn.t(N_("register.not_standing")))
        return
    if in_the_hall.had_a_turn(turn, one):
        turn.say(turn.t(N_("hall.too_late_to_withdraw")))
        return
    choices = [(turn.t(N_("register.withdraw_yes")), str(one.id)), (turn.t(N_("register.withdraw_no")), "no")]
    turn.ask("register.withdraw", turn.t(N_("register.withdraw_sure"), number=one.number), choices)


def _own(turn: Turn, value: str) -> Registration | None:
    wanted = to_id(value)
    one = registrations.get_registration(turn.tx, turn.office.id, wanted) if wanted else None
    return one if one is not None and one.person_id == turn.person.id else None


def take_withdraw(turn: Turn, value: str) -> None:
    """Take it back. The number stays used."""
    if turn.incoming.choice is None:
        choose_again(turn)
        return
    one = _own(turn, value)
    turn.finish()
    if one is None:
        turn.say(turn.t(N_("register.kept")))
    elif in_the_hall.had_a_turn(turn, one):
        turn.say(turn.t(N_("hall.too_late_to_withdraw")))
    elif registrations.withdraw(turn.tx, turn.office.id, one.id, turn.at):
        before, after = {"state": one.state}, {"state": RegistrationState.WITHDRAWN}
        turn.record("withdraw", "registration", one.id, before=before, after=after)
        turn.say(turn.t(N_("register.withdrawn"), number=one.number))
        in_the_hall.move_up(turn, one)
    else:
        turn.say(turn.t(N_("register.withdrawn_before"), number=one.number))
