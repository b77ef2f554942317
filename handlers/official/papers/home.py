"""`/baocao`: the papers of a session: what is there, one of them to read or to have made, slips, charts, the dossier.

/baocao                         the papers of the session that everybody means
/baocao 123                     of another session
/baocao thongbao                one paper: shown where it is there, made where it is not
/baocao hoso                    everything as one archive
/baocao duyet|trinh|lamlai 9    a decision about a draft (handlers/official/papers/release.py)
"""

import json

from handlers.choices import to_id
from handlers.messages import Choice
from handlers.official.concerns.summary import at_hand
from handlers.official.papers import release as paper_release
from handlers.official.papers.words import ask_for, entry, show
from handlers.official.sessions.words import find, label
from handlers.papers.gather import NothingToSay, source_of
from handlers.papers.gather_after import forwarded
from handlers.papers.gather_before import slips
from handlers.papers.gather_report import counts
from handlers.papers.kinds import SORTS, kind_of, title_of
from handlers.papers.making import draft
from handlers.papers.requests import TITLES
from handlers.papers.timeline import timeline_rows
from handlers.rules.sessions import Phase, phase
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import milestones, papers, sessions
from storage.records import PaperKind, PaperRow, PaperState, Session, Work

SLIPS, CHARTS, DOSSIER, NEW = "phatbieu", "bieudo", "hoso", "moi"
_OTHERS = {
    SLIPS: N_("paper.slips"),
    CHARTS: N_("paper.charts"),
    DOSSIER: N_("paper.dossier"),
}
_WORK = {SLIPS: Work.SLIPS, CHARTS: Work.CHARTS, DOSSIER: Work.DOSSIER}
MOST_SESSIONS, MOST_SLIPS = 4, 8


def command(turn: Turn, argument: str) -> None:
    """`/baocao`, with what follows it."""
    turn.finish()
    words = fold(argument).split()
    if words and words[0] in paper_release.DECISIONS:
        paper_release.decide(turn, words[0], to_id(words[1]) if len(words) > 1 else None)
        return
    session, rest = _session(turn, words)
    if session is None:
        turn.say(turn.t(N_("paper.no_session")))
        return
    word = rest[0] if rest else ""
    kind = kind_of(word)
    if kind is not None:
        _paper(turn, session, kind, rest[1:])
    elif word in _OTHERS:
        _other(turn, session, word)
    else:
        _overview(turn, session)


def _session(turn: Turn, words: list[str]) -> tuple[Session | None, list[str]]:
    """The session that is named first, or the one at hand; and what follows."""
    if words and words[0].isdecimal():
        return find(turn, words[0]), words[1:]
    return at_hand(turn), words


def _overview(turn: Turn, session: Session) -> None:
    rows = papers.of_session(turn.tx, turn.office.id, session.id)
    lines = [turn.t(N_("paper.heading"), title=session.title)]
    choices = []
    for kind, sort in SORTS.items():
        own = [row for row in rows if row.kind is kind]
        lines += [entry(turn, row) for row in own] or [turn.t(N_("paper.none_yet"), name=sort.name)]
        choices.append(Choice(label=sort.name, value=f"/baocao {session.id} {sort.word}"))
    choices += [Choice(label=turn.t(name), value=f"/baocao {session.id} {word}") for word, name in _OTHERS.items()]
    turn.say("\n".join(lines), [*choices, *_other_sessions(turn, session)])


def _other_sessions(turn: Turn, shown: Session) -> list[Choice]:
    every = sessions.sessions(turn.tx, turn.office.id)
    others = [one for one in every if one.id != shown.id and phase(one, turn.at) is not Phase.CANCELLED]
    return [Choice(label=label(one.title), value=f"/baocao {one.id}") for one in others[-MOST_SESSIONS:]]


def _paper(turn: Turn, session: Session, kind: PaperKind, rest: list[str]) -> None:
    """Show the newest of its kind; make it where there is none, or a new one is asked for."""
    subject = rest.pop(0).upper() if SORTS[kind].of_concern and rest and rest[0] != NEW else ""
    if SORTS[kind].of_concern and not subject:
        _which_concern(turn, session, kind)
        return
    rows = papers.of_session(turn.tx, turn.office.id, session.id)
    own = [row for row in rows if (row.kind, row.subject) == (kind, subject)]
    drafts = [row for row in own if row.state is PaperState.DRAFT]
    if own and (drafts or rest != [NEW]):
        show(turn, (drafts or own)[-1])
    else:
        make(turn, session, kind, subject)


def _which_concern(turn: Turn, session: Session, kind: PaperKind) -> None:
    found = forwarded(source_of(turn.tx, turn.office, session, turn.at))
    back = Choice(label=turn.t(N_("paper.all")), value=f"/baocao {session.id}")
    if not found:
        turn.say(turn.t(N_("paper.none_forwarded")), [back])
        return
    base = f"/baocao {session.id} {SORTS[kind].word}"
    choices = [Choice(label=one.code, value=f"{base} {one.code}") for one in found[-MOST_SLIPS:]]
    turn.say(turn.t(N_("paper.which_concern")), [*choices, back])


def make(turn: Turn, session: Session, kind: PaperKind, subject: str) -> PaperRow | None:
    """Gather a draft and ask for it to be drawn; None when it cannot be made yet, which is said."""
    source = source_of(turn.tx, turn.office, session, turn.at)
    try:
        row = draft(source, kind, subject, turn.person.id)
    except NothingToSay as nothing:
        back = Choice(label=turn.t(N_("paper.all")), value=f"/baocao {session.id}")
        turn.say(turn.t(nothing.message_id, **nothing.values), [back])
        return None
    turn.record("draft_paper", "paper", row.id, after={"kind": kind, "session": session.id})
    ask_for(turn, Work.PAPER, session.id, title_of(kind, subject), paper_id=row.id)
    return row


def _other(turn: Turn, session: Session, word: str) -> None:
    """What needs no release: slips to be filled in or read from, charts, and the dossier of what there is."""
    source = source_of(turn.tx, turn.office, session, turn.at)
    if word == SLIPS:
        content = [slip.model_dump(mode="json") for slip in slips(source)]
        ask_for(turn, Work.SLIPS, session.id, TITLES[_WORK[word]], content=json.dumps({"slips": content}))
    elif word == DOSSIER:
        found = milestones.of_session(turn.tx, turn.office.id, session.id)
        entries = [one.model_dump(mode="json") for one in timeline_rows(found, turn.at)]
        ask_for(turn, Work.DOSSIER, session.id, TITLES[_WORK[word]], content=json.dumps({"timeline": entries}))
    else:
        try:
            figures = counts(source)
        except NothingToSay as nothing:
            turn.say(turn.t(nothing.message_id, **nothing.values))
            return
        ask_for(
            turn,
            Work.CHARTS,
            session.id,
            TITLES[_WORK[word]],
            content=json.dumps({"counts": figures.model_dump(mode="json")}),
        )
    turn.record("ask_document", "session", session.id, after={"work": word})
