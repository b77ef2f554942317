"""A milestone in words: its deadline, how far away it is, and one line of a list."""

from datetime import datetime

from handlers.rules.milestone_clock import Standing, days_late, standing
from handlers.texts import LOCAL, N_, Texts, local_day
from storage import sessions
from storage.records import Milestone, SessionState
from storage.transaction import Transaction

TITLE_LETTERS = 70

STANDINGS = {
    Standing.LATE: N_("milestone.state.late"),
    Standing.PASSED: N_("milestone.state.passed"),
    Standing.DUE: N_("milestone.state.due"),
    Standing.COMING: N_("milestone.state.coming"),
    Standing.WAITING: N_("milestone.state.waiting"),
    Standing.DONE: N_("milestone.state.done"),
    Standing.DONE_LATE: N_("milestone.state.done_late"),
    Standing.WAIVED: N_("milestone.state.waived"),
}


def due_words(texts: Texts, milestone: Milestone) -> str:
    """«trước 11 giờ, thứ Sáu, 28/11/2025», «thứ Tư, 20/09/2023», or that the day is not known yet."""
    day = milestone.last_day
    if day is None:
        return texts.t(N_("milestone.no_day"))
    if milestone.due_time is None or milestone.extended_on is not None:
        return texts.long_day(day)
    moment = datetime.combine(day, milestone.due_time, LOCAL)
    is_too_late = milestone.late_from == moment
    message = N_("milestone.before") if is_too_late else N_("milestone.at")
    return texts.t(message, clock=texts.clock(moment), day=texts.long_day(day))


def state_words(texts: Texts, milestone: Milestone, at: datetime) -> str:
    """«trễ 2 ngày», «còn 3 ngày», «hôm nay», «đã xong, trễ» …"""
    where = standing(milestone, at)
    if where is Standing.LATE:
        late = days_late(milestone, at)
        return texts.tn("milestone.days_late", late) if late else texts.t(N_("milestone.late_today"))
    if where in {Standing.DUE, Standing.COMING} and milestone.last_day is not None:
        left = (milestone.last_day - local_day(at)).days
        return texts.tn("milestone.days_left", left) if left else texts.t(N_("milestone.today"))
    return texts.t(STANDINGS[where])


def line(texts: Texts, milestone: Milestone, at: datetime, mark: str = "-") -> str:
    """One milestone in a list: what, when, who to whom; `mark` begins it."""
    return texts.t(
        N_("milestone.line"),
        mark=mark,
        name=milestone.name,
        due=due_words(texts, milestone),
        state=state_words(texts, milestone, at),
        parties=parties(texts, milestone),
    )


def session_names(tx: Transaction, office_id: int) -> dict[int, str]:
    """The titles of the sessions that are not cancelled, by id; {} while there is only one: it need not be named."""
    every = [one for one in sessions.sessions(tx, office_id) if one.state is not SessionState.CANCELLED]
    return {one.id: short(one.title) for one in every} if len(every) > 1 else {}


def short(title: str) -> str:
    """A title short enough for a line of a list."""
    line = " ".join(title.split())
    return line if len(line) <= TITLE_LETTERS else line[: TITLE_LETTERS - 1].rstrip() + "…"


def parties(texts: Texts, milestone: Milestone) -> str:
    """Who owes it to whom."""
    if not milestone.owed_to:
        return milestone.owed_by
    return texts.t(N_("milestone.parties"), owed_by=milestone.owed_by, owed_to=milestone.owed_to)


def moved_line(texts: Texts, before: Milestone, after: Milestone) -> str:
    """«- Thông báo kết luận: thứ Tư, 20/09/2023 → thứ Năm, 21/09/2023»."""
    return texts.t(
        N_("milestone.moved_line"), name=after.name, old=due_words(texts, before), new=due_words(texts, after)
    )
