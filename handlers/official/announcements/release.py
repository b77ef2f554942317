"""A second person reads an announcement and releases it, or returns it with a reason; never who drafted it."""

from datetime import datetime

from handlers.messages import Choice
from handlers.milestones import marks
from handlers.official.announcements import home as announce
from handlers.official.announcements.words import (
    STATES,
    as_read,
    audience_words,
    headline,
    recipients_words,
    when_words,
)
from handlers.official.words import Words
from handlers.rules.answers import MOST_REASON_LETTERS, typed
from handlers.rules.quiet_hours import after_night
from handlers.texts import N_
from handlers.turn import Turn
from storage import announcements, audiences, people
from storage.records import Announcement, AnnouncementState, Urgency


def review(turn: Turn, announcement_id: int | None, *, deciding: bool) -> None:
    """Show one announcement, and what this person may do with it now; nobody decides about an own draft."""
    found = _find(turn, announcement_id)
    if found is None:
        turn.say(turn.t(N_("announce.unknown")), [_to_list(turn)])
        return
    turn.begin(announcement=found.id)
    if deciding and found.drafted_by == turn.person.id:
        _refuse(turn, found, "own_draft", turn.t(N_("announce.not_your_own")))
        return
    if found.state is AnnouncementState.DRAFT:
        _show_draft(turn, found)
        return
    text = announce.progress_text(turn.tx, found, turn.at, turn.texts, {})
    choices = [_to_list(turn)]
    if found.state in {AnnouncementState.RELEASED, AnnouncementState.SENDING}:
        choices.insert(0, Choice(label=turn.t(N_("announce.stop")), value=f"/thongbao dung {found.id}"))
    if found.state is AnnouncementState.RETURNED:
        reason = turn.t(N_("announce.returned_because"), reason=found.reason) if found.reason else ""
        text = "\n".join(part for part in (headline(found), turn.t(STATES[found.state]), reason) if part)
    turn.say(f"{text}\n\n{as_read(turn.texts, turn.office, found)}", choices)


def _find(turn: Turn, announcement_id: int | None) -> Announcement | None:
    if announcement_id is None:
        return None
    return announcements.get_announcement(turn.tx, turn.office.id, announcement_id)


def _to_list(turn: Turn) -> Choice:
    return Choice(label=turn.t(N_("announce.list_again")), value="/thongbao")


def _show_draft(turn: Turn, draft: Announcement) -> None:
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    text = turn.t(
        N_("announce.review"),
        drafter=words.official(draft.drafted_by),
        as_read=as_read(turn.texts, turn.office, draft),
        audience=audience_words(words, draft),
        counts=recipients_words(words, draft, turn.at),
        when=when_words(turn.texts, draft.send_at),
    )
    if draft.drafted_by == turn.person.id:
        choices = [(turn.t(N_("announce.withdraw")), "withdraw")]
        text = "\n\n".join([text, turn.t(N_("announce.waits_for_second"))])
    else:
        choices = [(turn.t(N_("announce.release")), "release"), (turn.t(N_("announce.return")), "return")]
    turn.ask("thongbao.review", text, [*choices, (turn.t(N_("announce.list_again")), "/thongbao")])


def take_review(turn: Turn, value: str) -> None:
    """Release, return or withdraw; plain words ask again."""
    if turn.incoming.choice is None:
        turn.ask_again()
    elif value == "release":
        release(turn, turn.data["announcement"])
    elif value == "return":
        turn.ask("thongbao.reason", turn.t(N_("announce.ask_reason")))
    else:
        _withdraw(turn)


def release(turn: Turn, announcement_id: int) -> None:
    """Release exactly what was read. Of two who do it at once, one does; a drafter never does."""
    draft = _find(turn, announcement_id)
    if draft is None or draft.drafted_by == turn.person.id:
        _refuse(turn, draft, "own_draft", turn.t(N_("announce.not_your_own")))
        return
    send_at = after_night(max(draft.send_at or turn.at, turn.at), turn.office.profile)
    if not announcements.release(turn.tx, draft, turn.person.id, turn.identity.id, turn.at, send_at=send_at):
        _refuse(turn, draft, "decided_before", turn.t(N_("announce.decided_before"), state=turn.t(STATES[draft.state])))
        return
    turn.record(
        "release_announcement",
        "announcement",
        draft.id,
        before={"state": AnnouncementState.DRAFT},
        after={"state": AnnouncementState.RELEASED, "send_at": send_at.isoformat()},
    )
    marks.announced(turn.tx, draft, turn.at, turn.person.id)
    if send_at <= turn.at:
        _begin(turn, draft, send_at)
    turn.finish()
    _tell_drafter(turn, draft, N_("announce.was_released"))
    shown = announce.progress(turn.tx, draft, turn.at)
    if shown is not None:
        turn.outgoing.append(shown.model_copy(update={"urgency": Urgency.REPLY}))


def _begin(turn: Turn, draft: Announcement, send_at: datetime) -> None:
    total = sum(audiences.count_recipients(turn.tx, draft, send_at).values())
    announcements.begin_sending(turn.tx, draft, total)


def _refuse(turn: Turn, draft: Announcement | None, reason: str, text: str) -> None:
    turn.record("refused_release", "announcement", draft.id if draft else None, after={"reason": reason})
    turn.finish()
    turn.say(text, [_to_list(turn)])


def take_reason(turn: Turn, value: str) -> None:
    """Return the draft with the reason that was typed."""
    reason = typed(value)
    if not 0 < len(reason) <= MOST_REASON_LETTERS:
        turn.ask_again(turn.t(N_("announce.reason_length"), most=MOST_REASON_LETTERS))
        return
    draft = _find(turn, turn.data["announcement"])
    if draft is None or draft.drafted_by == turn.person.id or not announcements.give_back(turn.tx, draft, reason):
        state = turn.t(STATES[draft.state]) if draft else ""
        _refuse(turn, draft, "decided_before", turn.t(N_("announce.decided_before"), state=state))
        return
    _record_return(turn, draft, "return_announcement")
    turn.finish()
    _tell_drafter(turn, draft, N_("announce.was_returned"), reason=reason)
    turn.say(turn.t(N_("announce.you_returned")), [_to_list(turn)])


def _withdraw(turn: Turn) -> None:
    """The drafter takes an own draft back before anybody decided."""
    draft = _find(turn, turn.data["announcement"])
    if draft is None or draft.drafted_by != turn.person.id or not announcements.give_back(turn.tx, draft, ""):
        state = turn.t(STATES[draft.state]) if draft else ""
        turn.finish()
        turn.say(turn.t(N_("announce.decided_before"), state=state), [_to_list(turn)])
        return
    _record_return(turn, draft, "withdraw_announcement")
    turn.finish()
    turn.say(turn.t(N_("announce.withdrawn")), [_to_list(turn)])


def _record_return(turn: Turn, draft: Announcement, act: str) -> None:
    before, after = {"state": AnnouncementState.DRAFT}, {"state": AnnouncementState.RETURNED}
    turn.record(act, "announcement", draft.id, before=before, after=after)


def _tell_drafter(turn: Turn, draft: Announcement, message_id: str, **values: object) -> None:
    door = people.last_identity(turn.tx, turn.office.id, draft.drafted_by)
    if door is None:
        return
    texts = turn.texts_of(draft.drafted_by)
    look = Choice(label=texts.t(N_("announce.look")), value=f"/thongbao {draft.id}")
    turn.tell(door, texts.t(message_id, headline=headline(draft), **values), [look])
