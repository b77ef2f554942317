"""`/thongbao`: write an announcement step by step; nothing leaves before a second person released it.

What is being written stands in the conversation; handing it in makes the row, whose text never changes again. So what
the second person reads is what is sent.
"""

from typing import Any

from handlers.choices import to_id
from handlers.messages import Choice
from handlers.official.announcements import home as announce
from handlers.official.announcements import release as announce_release
from handlers.official.announcements.words import (
    STATES,
    as_read,
    audience_words,
    headline,
    recipients_words,
    when_words,
)
from handlers.official.sessions.words import colleagues, label
from handlers.official.words import Words
from handlers.rules.answers import typed
from handlers.rules.quiet_hours import after_night, is_night
from handlers.rules.sessions import Phase, phase
from handlers.rules.typed_times import read_moment
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import announcements, offices, officials, sessions
from storage.ids import new_id
from storage.records import Announcement, AnnouncementState, Audience, Purpose, Role

LONGEST = 1_500
"""Characters of an announcement: with the office's name around it, one message on every channel."""
PAGE = 6
RELEASERS = (Role.OFFICE, Role.COMMITTEE)


def command(turn: Turn, argument: str = "") -> None:
    """`/thongbao` lists; `moi` writes, `<id>` shows, `duyet <id>` decides, `dung [id]` stops, `sau <id>` lists on."""
    word, _, rest = fold(argument).strip().partition(" ")
    if word == "moi":
        begin(turn)
    elif word == "dung":
        announce.stop(turn, rest.strip())
    elif word in {"duyet", "sau"} or not word:
        _with_id(turn, word, rest.strip())
    else:
        _with_id(turn, "xem", word)


def _with_id(turn: Turn, word: str, argument: str) -> None:
    number = to_id(argument)
    if word in {"xem", "duyet"}:
        announce_release.review(turn, number, deciding=word == "duyet")
        return
    _list(turn, number)


def _list(turn: Turn, before: int | None) -> None:
    turn.finish()
    found = announcements.announcements(turn.tx, turn.office.id, before=before, limit=PAGE + 1)
    shown = found[:PAGE]
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    lines = [
        turn.t(
            N_("announce.line"),
            number=number,
            headline=headline(one),
            state=turn.t(STATES[one.state]),
            audience=audience_words(words, one),
        )
        for number, one in enumerate(shown, 1)
    ]
    choices = [Choice(label=label(one.text, 30), value=f"/thongbao {one.id}") for one in shown]
    if len(found) > PAGE:
        choices.append(Choice(label=turn.t(N_("announce.more")), value=f"/thongbao sau {shown[-1].id}"))
    choices.append(Choice(label=turn.t(N_("announce.new")), value="/thongbao moi"))
    turn.say("\n\n".join([turn.t(N_("announce.list")) if lines else turn.t(N_("announce.none")), *lines]), choices)


def begin(turn: Turn) -> None:
    """A new announcement begins with its words."""
    turn.begin(message={"text": "", "audience": "", "area": None, "session": None, "send_at": ""})
    _ask_text(turn)


def _written(turn: Turn) -> dict[str, Any]:
    values: dict[str, Any] = turn.data["message"]
    return values


def _ask_text(turn: Turn) -> None:
    turn.ask("thongbao.text", turn.t(N_("announce.ask_text"), most=turn.texts.number(LONGEST)))


def take_text(turn: Turn, value: str) -> None:
    """Keep the words as they were typed; files are not sent along."""
    text = typed(value)
    if not text:
        turn.ask_again(turn.t(N_("announce.no_text")))
    elif len(text) > LONGEST:
        length, most = turn.texts.number(len(text)), turn.texts.number(LONGEST)
        turn.ask_again(turn.t(N_("announce.too_long"), length=length, most=most))
    else:
        _written(turn)["text"] = text
        _ask_audience(turn) if not _written(turn)["audience"] else preview(turn)


def _ask_audience(turn: Turn) -> None:
    choices = [(turn.t(N_("announce.to_all")), "all")]
    if offices.areas(turn.tx, turn.office.id):
        choices.append((turn.t(N_("announce.to_area")), "area"))
    if _sessions(turn):
        choices.append((turn.t(N_("announce.to_session")), "session"))
    if officials.group_chats(turn.tx, turn.office.id, Purpose.PUBLIC):
        choices.append((turn.t(N_("announce.to_public")), "public"))
    turn.ask("thongbao.audience", turn.t(N_("announce.ask_audience")), choices)


def _sessions(turn: Turn) -> list[tuple[str, str]]:
    every = [s for s in sessions.sessions(turn.tx, turn.office.id) if phase(s, turn.at) is not Phase.CANCELLED]
    return [(label(session.title), str(session.id)) for session in reversed(every)][:PAGE]


def take_audience(turn: Turn, value: str) -> None:
    """Keep whom it is for; an area or a session is asked for next."""
    if turn.incoming.choice is None or value not in set(Audience):
        turn.ask_again()
        return
    _written(turn).update(audience=value, area=None, session=None)
    if value == "area":
        areas = [(area.name, str(area.id)) for area in offices.areas(turn.tx, turn.office.id)]
        turn.ask("thongbao.area", turn.t(N_("announce.ask_area")), areas)
    elif value == "session":
        turn.ask("thongbao.session", turn.t(N_("announce.ask_session")), _sessions(turn))
    else:
        _ask_when(turn)


def take_area(turn: Turn, value: str) -> None:
    """Keep the hamlet."""
    _take_id(turn, "area", value)


def take_session(turn: Turn, value: str) -> None:
    """Keep the session."""
    _take_id(turn, "session", value)


def _take_id(turn: Turn, name: str, value: str) -> None:
    chosen = to_id(value) if turn.incoming.choice is not None else None
    if chosen is None:
        turn.ask_again()
        return
    _written(turn)[name] = chosen
    _ask_when(turn)


def _ask_when(turn: Turn) -> None:
    turn.ask("thongbao.when", turn.t(N_("announce.ask_when")), [(turn.t(N_("announce.now")), "now")])


def take_when(turn: Turn, value: str) -> None:
    """Keep the time as typed («20/12 8h»); one at night is moved to the morning, with a word."""
    if turn.incoming.choice is not None:
        _written(turn)["send_at"] = ""
        preview(turn)
        return
    moment = read_moment(value, turn.at)
    if moment is None or moment <= turn.at:
        past = moment is not None
        turn.ask_again(turn.t(N_("announce.when_past")) if past else turn.t(N_("announce.when_unreadable")))
        return
    send_at = after_night(moment, turn.office.profile)
    _written(turn)["send_at"] = send_at.isoformat()
    moved = turn.t(N_("announce.moved_to_morning"), moment=turn.texts.moment(send_at)) if send_at != moment else ""
    preview(turn, moved)


def preview(turn: Turn, remark: str = "") -> None:
    """What residents will read, to how many on which channel, and when; nothing is written yet."""
    draft = draft_of(turn)
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    text = turn.t(
        N_("announce.preview"),
        as_read=as_read(turn.texts, turn.office, draft),
        audience=audience_words(words, draft),
        counts=recipients_words(words, draft, turn.at),
        when=when_words(turn.texts, draft.send_at),
    )
    if not remark and draft.send_at is None and is_night(turn.at, turn.office.profile):
        remark = turn.t(N_("announce.night_now"), hour=turn.office.profile.quiet_until.hour)
    choices = [
        (turn.t(N_("announce.hand_in")), "hand_in"),
        (turn.t(N_("announce.edit_text")), "text"),
        (turn.t(N_("announce.edit_audience")), "audience"),
        (turn.t(N_("announce.edit_when")), "when"),
        (turn.t(N_("announce.drop")), "drop"),
    ]
    turn.ask("thongbao.preview", "\n\n".join(part for part in (text, remark) if part), choices)


def draft_of(turn: Turn) -> Announcement:
    """The announcement that this conversation has written so far."""
    written = _written(turn)
    return Announcement(
        office_id=turn.office.id,
        id=new_id(turn.at),
        text=written["text"],
        audience=Audience(written["audience"]),
        area_id=written["area"],
        session_id=written["session"],
        send_at=written["send_at"] or None,
        state=AnnouncementState.DRAFT,
        drafted_by=turn.person.id,
        drafted_at=turn.at,
        released_by=None,
        released_at=None,
        stopped_by=None,
        reason="",
        expanded_to=0,
        total=0,
        progress_identity_id=None,
    )


def take_preview(turn: Turn, value: str) -> None:
    """Hand it in, change a part, or drop it; plain words ask again."""
    if turn.incoming.choice is None:
        turn.ask_again()
    elif value == "hand_in":
        _hand_in(turn)
    elif value == "text":
        _ask_text(turn)
    elif value == "audience":
        _ask_audience(turn)
    elif value == "when":
        _ask_when(turn)
    else:
        turn.finish()
        turn.say(turn.t(N_("announce.dropped")), [Choice(label=turn.t(N_("announce.list_again")), value="/thongbao")])


def _hand_in(turn: Turn) -> None:
    """The row is made, and everybody who may release it hears of it."""
    draft = draft_of(turn)
    announcements.add_announcement(turn.tx, draft)
    turn.record("draft_announcement", "announcement", draft.id, after={"audience": draft.audience})
    turn.finish()
    others = colleagues(turn, *RELEASERS)
    for official, door in others:
        texts = turn.texts_of(official.person_id)
        look = Choice(label=texts.t(N_("announce.look")), value=f"/thongbao duyet {draft.id}")
        turn.tell(door, texts.t(N_("announce.please_release"), headline=headline(draft)), [look])
    turn.say(turn.t(N_("announce.handed_in")) if others else turn.t(N_("announce.nobody_to_release")))
