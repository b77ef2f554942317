"""What the conversations about papers share: how a paper stands, its files, and how something is asked to be drawn."""

from handlers.messages import OutboundFile
from handlers.official.words import Words
from handlers.papers.kinds import title_of
from handlers.papers.making import ask, may_be_sent, number_words
from handlers.papers.requests import key_of, next_choices, outbound
from handlers.texts import N_
from handlers.turn import Turn
from storage.records import Addressee, PaperRow, PaperState, Work


def addressee(turn: Turn, note: str = "") -> Addressee:
    """Who writes, as the address of what is drawn for them."""
    return Addressee(
        channel=turn.identity.channel,
        address=turn.reply_address,
        language=turn.texts.language,
        person_id=turn.person.id,
        note=note,
    )


def ask_for(
    turn: Turn,
    work: Work,
    session_id: int,
    what: str,
    *,
    paper_id: int | None = None,
    content: str = "",
    others: tuple[Addressee, ...] = (),
) -> None:
    """Ask for something to be drawn, and say that it is on its way; the words are replaced as it comes along."""
    to = (addressee(turn), *others)
    request = ask(turn.tx, turn.office, work, session_id, to, turn.at, paper_id=paper_id, content=content)
    turn.say(turn.t(N_("paper.being_made"), what=what), update_key=key_of(request))


def entry(turn: Turn, row: PaperRow) -> str:
    """«- Thông báo: số 05-TB/ĐU, 24/11/2026»."""
    return turn.t(N_("paper.entry"), name=title_of(row.kind, row.subject), state=state_words(turn, row))


def state_words(turn: Turn, row: PaperRow) -> str:
    """A draft and whose, or the number and day under which it was released."""
    if row.state is PaperState.DRAFT:
        if row.drafted_by is None:
            return turn.t(N_("paper.state.by_clock"))
        who = Words(tx=turn.tx, office=turn.office, texts=turn.texts).official(row.drafted_by)
        return turn.t(N_("paper.state.handed_in") if row.handed_in_at else N_("paper.state.draft"), who=who)
    day = turn.texts.day(row.issued_on) if row.issued_on else ""
    number = number_words(row)
    if not number:
        return turn.t(N_("paper.state.released"), day=day)
    return turn.t(N_("paper.state.numbered"), number=number, day=day)


def files_of(row: PaperRow) -> tuple[OutboundFile, ...]:
    """What was drawn of a paper."""
    return tuple(outbound(file) for file in row.files)


def show(turn: Turn, row: PaperRow) -> None:
    """A paper that is there: how it stands, its files, and what may be done with it."""
    if not may_be_sent(turn.tx, row):
        choices = [one for one in next_choices(turn.tx, row, turn.person.id, turn.texts) if "duyet" not in one.value]
        turn.say(turn.t(N_("paper.changed_since")), choices)
        return
    turn.record("read_paper", "paper", row.id)
    if not row.files:
        ask_for(turn, Work.PAPER, row.session_id, title_of(row.kind, row.subject), paper_id=row.id)
        return
    turn.say(
        entry(turn, row).removeprefix("- "), next_choices(turn.tx, row, turn.person.id, turn.texts), files=files_of(row)
    )
