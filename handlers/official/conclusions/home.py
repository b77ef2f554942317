"""`/ketluan`: the conclusion of a session, written by one official and released by another.

The draft is a row, with an item for each concern that is decided: it can be left at any point and taken up again, on
another day and another channel. Only the drafter writes; another official may take an unfinished draft over.
"""

from handlers.choices import to_id
from handlers.messages import Choice
from handlers.official.conclusions import items as conclude_items
from handlers.official.conclusions import release as conclude_release
from handlers.official.conclusions.words import PAGE, preview_text
from handlers.official.sessions.words import colleagues, find, held_words, label, phase_words
from handlers.official.words import Words
from handlers.rules.answers import MOST_ANSWER_LETTERS, typed
from handlers.rules.sessions import Phase, phase
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import conclusions, sessions
from storage.ids import new_id
from storage.records import Conclusion, DraftState, Role, Session

RELEASERS = (Role.COMMITTEE, Role.OFFICE, Role.CHAIR)
_HELD = frozenset({Phase.OPEN, Phase.CLOSED})


def command(turn: Turn, argument: str = "") -> None:
    """`/ketluan` lists the sessions that can be concluded; `<id>` goes on with one; `duyet <id>` decides about one."""
    word, _, rest = fold(argument).strip().partition(" ")
    session = find(turn, rest.strip() if word == "duyet" else word)
    if session is None:
        _list(turn)
    elif word == "duyet":
        conclude_release.review(turn, session)
    else:
        _open(turn, session)


def _list(turn: Turn) -> None:
    turn.finish()
    every = sessions.sessions(turn.tx, turn.office.id)
    begun = {conclusion.session_id for conclusion in conclusions.conclusions(turn.tx, turn.office.id)}
    found = [session for session in every if phase(session, turn.at) in _HELD or session.id in begun]
    shown = list(reversed(found))[:PAGE]
    lines = [f"{number}. {_line(turn, session)}" for number, session in enumerate(shown, 1)]
    choices = [Choice(label=label(session.title), value=f"/ketluan {session.id}") for session in shown]
    turn.say("\n".join([turn.t(N_("conclude.list")) if shown else turn.t(N_("conclude.none")), *lines]), choices)


def _line(turn: Turn, session: Session) -> str:
    return f"{session.title} – {held_words(turn.texts, session)} – {phase_words(turn.texts, session, turn.at)}"


def _open(turn: Turn, session: Session) -> None:
    """Go to where this person stands with the conclusion: write it, take it over, wait for it, decide, or read it."""
    conclusion = conclusions.conclusion_of_session(turn.tx, turn.office.id, session.id)
    turn.begin(session=session.id)
    if conclusion is not None and conclusion.state is DraftState.RELEASED:
        _show_released(turn, session, conclusion)
    elif phase(session, turn.at) not in _HELD:
        turn.finish()
        held = held_words(turn.texts, session)
        turn.say(turn.t(N_("conclude.not_held"), title=session.title, held=held), [_to_list(turn)])
    elif conclusion is None:
        _begin(turn, session)
    elif conclusion.submission is not None and conclusion.state is DraftState.DRAFT:
        conclude_release.waits(turn, session, conclusion)
    elif conclusion.drafted_by != turn.person.id:
        _offer_take_over(turn, conclusion)
    elif conclusion.state is DraftState.RETURNED:
        _take_up(turn, conclusion, turn.t(N_("conclude.returned_because"), reason=conclusion.reason))
    else:
        home(turn)


def _to_list(turn: Turn) -> Choice:
    return Choice(label=turn.t(N_("conclude.list_again")), value="/ketluan")


def _show_released(turn: Turn, session: Session, conclusion: Conclusion) -> None:
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    pairs = conclusions.items(turn.tx, conclusion, limit=PAGE)
    turn.finish()
    turn.say(preview_text(words, session, conclusion, pairs, first=True), [_to_list(turn)])


def _begin(turn: Turn, session: Session) -> None:
    """A new draft; whoever else begins at the same moment finds this one."""
    conclusion = Conclusion(
        office_id=turn.office.id,
        id=new_id(turn.at),
        session_id=session.id,
        text="",
        state=DraftState.DRAFT,
        drafted_by=turn.person.id,
        drafted_at=turn.at,
        submission=None,
        decided_by=None,
        decided_at=None,
        reason="",
    )
    if not conclusions.begin_conclusion(turn.tx, conclusion):
        _open(turn, session)
        return
    conclusions.add_defaults(turn.tx, conclusion)
    turn.record("draft_conclusion", "session", session.id, after={"state": DraftState.DRAFT})
    remark = turn.t(N_("conclude.still_open")) if phase(session, turn.at) is Phase.OPEN else ""
    home(turn, remark)


def _offer_take_over(turn: Turn, conclusion: Conclusion) -> None:
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    text = turn.t(N_("conclude.being_written"), drafter=words.official(conclusion.drafted_by))
    choices = [(turn.t(N_("conclude.take_over")), "take_over"), (turn.t(N_("conclude.list_again")), "/ketluan")]
    turn.ask("ketluan.take_over", text, choices)


def take_over(turn: Turn, value: str) -> None:
    """Go on with what another official began; from here on the draft is this person's."""
    conclusion = conclusions.conclusion_of_session(turn.tx, turn.office.id, turn.data["session"])
    if turn.incoming.choice is None or value != "take_over" or conclusion is None:
        turn.ask_again()
        return
    _take_up(turn, conclusion, "")


def _take_up(turn: Turn, conclusion: Conclusion, remark: str) -> None:
    if not conclusions.take_up(turn.tx, conclusion, turn.person.id, turn.at):
        conclude_release.refuse(turn, conclusion, "not_free", turn.t(N_("conclude.not_free")))
        return
    conclusions.add_defaults(turn.tx, conclusion)
    turn.record(
        "take_up_conclusion",
        "session",
        conclusion.session_id,
        before={"state": conclusion.state, "drafted_by": conclusion.drafted_by},
        after={"state": DraftState.DRAFT, "drafted_by": turn.person.id},
    )
    home(turn, remark)


def home(turn: Turn, remark: str = "") -> None:
    """How far the draft is, and what can be done next; the first choice is what is still missing."""
    conclusion = conclude_items.mine(turn)
    if conclusion is None:
        return
    decided, total = conclusions.progress(turn.tx, conclusion)
    left = total - decided
    lines = [
        turn.t(N_("conclude.has_text")) if conclusion.text else turn.t(N_("conclude.no_text")),
        turn.tn("conclude.decided", total, decided=turn.texts.number(decided)),
        turn.tn("conclude.left", left) if left else turn.t(N_("conclude.none_left")),
    ]
    text = "\n\n".join(part for part in (remark, "\n".join(lines)) if part)
    turn.ask("ketluan.home", text, _choices(turn, conclusion, left=left, total=total))


def _choices(turn: Turn, conclusion: Conclusion, *, left: int, total: int) -> list[tuple[str, str]]:
    write = turn.t(N_("conclude.write_anew")) if conclusion.text else turn.t(N_("conclude.write"))
    choices = [(turn.t(N_("conclude.go_on")), "items")] if left and conclusion.text else []
    choices.append((write, "text"))
    if conclusion.text:
        choices.append((turn.t(N_("conclude.write_more")), "more"))
    if left and not conclusion.text:
        choices.append((turn.t(N_("conclude.go_on")), "items"))
    if total:
        choices.append((turn.t(N_("conclude.change_one")), "one"))
    choices.append((turn.t(N_("conclude.preview")), "preview"))
    if not left and conclusion.text:
        choices.insert(0, (turn.t(N_("conclude.hand_in")), "hand_in"))
    return choices


def take_home(turn: Turn, value: str) -> None:
    """Go where the choice says; plain words ask again."""
    if turn.incoming.choice is None:
        turn.ask_again()
    elif value == "items":
        conclude_items.ask_next(turn)
    elif value == "one":
        conclude_items.ask_code(turn)
    elif value in {"text", "more"}:
        turn.ask("ketluan.text", turn.t(N_("conclude.ask_text")), more=value == "more")
    elif value == "hand_in":
        _hand_in(turn)
    else:
        _preview(turn, to_id(value) or 0)


def take_text(turn: Turn, value: str) -> None:
    """Keep the overall text, in place of the earlier one or after it."""
    conclusion = conclude_items.mine(turn)
    if conclusion is None:
        return
    words = typed(value)
    text = f"{conclusion.text}\n\n{words}" if turn.data.get("more") and conclusion.text else words
    if not words or len(text) > MOST_ANSWER_LETTERS:
        length, most = turn.texts.number(len(text)), turn.texts.number(MOST_ANSWER_LETTERS)
        turn.ask_again(turn.t(N_("conclude.text_length"), length=length, most=most))
        return
    conclusions.set_text(turn.tx, conclusion, text)
    home(turn, turn.t(N_("conclude.text_kept")))


def _preview(turn: Turn, after: int) -> None:
    """What would be released, a page at a time."""
    conclusion = conclude_items.mine(turn)
    if conclusion is None:
        return
    session = sessions.get_session(turn.tx, turn.office.id, conclusion.session_id)
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    found = conclusions.items(turn.tx, conclusion, after=after, limit=PAGE + 1)
    text = preview_text(words, session, conclusion, found[:PAGE], first=not after)
    choices = [(turn.t(N_("conclude.back")), "/ketluan " + str(session.id))]
    if len(found) > PAGE:
        choices.insert(0, (turn.t(N_("conclude.next_page")), str(found[PAGE - 1][0].id)))
    turn.ask("ketluan.home", text or turn.t(N_("conclude.nothing_yet")), choices)


def _hand_in(turn: Turn) -> None:
    """Give the finished draft to a second person; until they decide, nothing of it changes."""
    conclusion = conclude_items.mine(turn)
    if conclusion is None:
        return
    decided, total = conclusions.progress(turn.tx, conclusion)
    if not conclusion.text or decided < total:
        home(turn)
        return
    conclusions.hand_in(turn.tx, conclusion, new_id(turn.at))
    turn.record("hand_in_conclusion", "session", conclusion.session_id, after={"concerns": total})
    session = sessions.get_session(turn.tx, turn.office.id, conclusion.session_id)
    others = colleagues(turn, *RELEASERS)
    for official, door in others:
        texts = turn.texts_of(official.person_id)
        look = Choice(label=texts.t(N_("conclude.look")), value=f"/ketluan duyet {session.id}")
        turn.tell(door, texts.t(N_("conclude.please_release"), title=session.title), [look])
    turn.finish()
    turn.say(turn.t(N_("conclude.handed_in")) if others else turn.t(N_("conclude.nobody_to_release")))
