"""A draft of a paper is handed in, made anew, or released by a second person, who gives it its number by that.

Never by who drafted it. Of two who release at once one does: the row changes only while it is a draft, and the number
is drawn in the same transaction. What is released is what was read: the content stands in the row.
"""

from handlers.messages import Choice
from handlers.milestones import marks
from handlers.official.papers.words import ask_for, files_of, state_words
from handlers.official.sessions.words import colleagues
from handlers.official.words import Words
from handlers.papers import making
from handlers.papers.gather import NothingToSay, source_of
from handlers.papers.kinds import title_of
from handlers.papers.making import draft, may_be_sent, number_words
from handlers.papers.requests import next_choices
from handlers.rules.access import RELEASERS
from handlers.texts import N_
from handlers.turn import Turn
from storage import papers, people, sessions
from storage.records import Addressee, PaperKind, PaperRow, PaperState, Work

RELEASE, HAND_IN, AGAIN = "duyet", "trinh", "lamlai"
DECISIONS = frozenset({RELEASE, HAND_IN, AGAIN})
_KEPT_BY_RELEASE = {PaperKind.MINUTES: frozenset({"minutes"}), PaperKind.REPORT: frozenset({"classify"})}
"""What a plan promised and a released paper fulfils; a notice must still be made public, an invitation be carried."""


def decide(turn: Turn, what: str, paper_id: int | None) -> None:
    """One of the decisions about a draft."""
    row = papers.get_paper(turn.tx, turn.office.id, paper_id) if paper_id is not None else None
    if row is None:
        turn.record("refused_paper", "paper", paper_id)
        turn.say(turn.t(N_("paper.unknown")), [Choice(label=turn.t(N_("paper.all")), value="/baocao")])
    elif row.state is not PaperState.DRAFT:
        _refuse(turn, row, "decided_before")
    elif what == HAND_IN:
        _hand_in(turn, row)
    elif what == AGAIN:
        _again(turn, row)
    else:
        _release(turn, row)


def _refuse(turn: Turn, row: PaperRow, why: str) -> None:
    turn.record("refused_paper", "paper", row.id, after={"why": why})
    now = papers.get_paper(turn.tx, turn.office.id, row.id) or row
    name = title_of(row.kind, row.subject)
    if why == "own_draft":
        text = turn.t(N_("paper.not_your_own"))
    elif why == "not_drawn":
        text = turn.t(N_("paper.not_drawn"), name=name)
    elif why == "changed_since":
        text = turn.t(N_("paper.changed_since"))
    elif now.state is PaperState.REPLACED:
        text = turn.t(N_("paper.replaced"))
    else:
        text = turn.t(N_("paper.decided_before"), name=name, state=state_words(turn, now))
    turn.say(text, [Choice(label=turn.t(N_("paper.all")), value=f"/baocao {row.session_id}")])


def _hand_in(turn: Turn, row: PaperRow) -> None:
    """Everybody else who may release it hears of it, with the files."""
    if not row.files:
        _refuse(turn, row, "not_drawn")
        return
    if not may_be_sent(turn.tx, row):
        _refuse(turn, row, "changed_since")
        return
    if row.drafted_by not in {None, turn.person.id}:
        _refuse(turn, row, "decided_before")
        return
    papers.hand_in(turn.tx, row, turn.person.id, turn.at)
    turn.record("hand_in_paper", "paper", row.id, after={"kind": row.kind})
    others = colleagues(turn, *RELEASERS)
    name = title_of(row.kind, row.subject)
    mine = row.model_copy(update={"drafted_by": turn.person.id})
    who = Words(tx=turn.tx, office=turn.office, texts=turn.texts).official(turn.person.id)
    for official, door in others:
        texts = turn.texts_of(official.person_id)
        turn.tell(
            door,
            texts.t(N_("paper.waits_for_you"), name=name, who=who),
            next_choices(turn.tx, mine, official.person_id, texts),
            files=files_of(row),
            once_key=f"paper/{row.id}/handed_in/{official.person_id}",
        )
    turn.say(turn.tn("paper.handed_in", len(others), name=name) if others else turn.t(N_("paper.nobody_else")))


def _again(turn: Turn, row: PaperRow) -> None:
    """A new draft from the rows as they are now; who had it made is its drafter."""
    source = source_of(turn.tx, turn.office, sessions.get_session(turn.tx, turn.office.id, row.session_id), turn.at)
    try:
        made = draft(source, row.kind, row.subject, turn.person.id)
    except NothingToSay as nothing:
        turn.say(turn.t(nothing.message_id, **nothing.values))
        return
    turn.record("draft_paper", "paper", made.id, before={"paper": row.id}, after={"kind": row.kind})
    ask_for(turn, Work.PAPER, row.session_id, title_of(row.kind, row.subject), paper_id=made.id)


def _release(turn: Turn, row: PaperRow) -> None:
    """The second person: the number, the day, and the paper as it goes out."""
    if row.drafted_by == turn.person.id:
        _refuse(turn, row, "own_draft")
        return
    if not row.files:
        _refuse(turn, row, "not_drawn")
        return
    if not may_be_sent(turn.tx, row):
        _refuse(turn, row, "changed_since")
        return
    released = making.release(turn.tx, turn.office, row, turn.person.id, turn.at)
    if released is None:
        _refuse(turn, row, "decided_before")
        return
    number = number_words(released)
    turn.record(
        "release_paper",
        "paper",
        row.id,
        before={"state": PaperState.DRAFT},
        after={
            "state": PaperState.RELEASED,
            "kind": row.kind,
            "sequence": released.sequence,
            "number": released.number,
        },
    )
    if kinds := _KEPT_BY_RELEASE.get(row.kind):
        marks.mark_kind(turn.tx, turn.office.id, row.session_id, kinds, turn.at, turn.person.id)
    name = title_of(row.kind, row.subject)
    told = (
        turn.t(N_("paper.released"), name=name, number=number)
        if number
        else turn.t(N_("paper.released_plain"), name=name)
    )
    turn.say(told)
    drafter = _drafter(turn, row, name, number)
    ask_for(turn, Work.PAPER, row.session_id, name, paper_id=row.id, others=drafter)


def _drafter(turn: Turn, row: PaperRow, name: str, number: str) -> tuple[Addressee, ...]:
    """The drafter gets the released paper too."""
    if row.drafted_by is None:
        return ()
    door = people.last_identity(turn.tx, turn.office.id, row.drafted_by)
    if door is None:
        return ()
    texts = turn.texts_of(row.drafted_by)
    note = texts.t(N_("paper.yours_released"), name=name, number=number or texts.t(N_("paper.without_number")))
    return (
        Addressee(
            channel=door.channel,
            address=door.address,
            language=texts.language,
            person_id=row.drafted_by,
            note=note,
        ),
    )
