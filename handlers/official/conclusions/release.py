"""A second person reads a conclusion and releases it, or returns it with a reason; never who drafted it.

On release, in one transaction: the session is concluded, each concern gets the state, date and agency that was decided,
and everybody who sent a concern or registered to speak gets one message with what became of their own.
"""

from collections.abc import Sequence

from handlers.choices import to_id
from handlers.messages import Choice, Outgoing, Reply
from handlers.milestones import marks
from handlers.official.concerns.in_person import tell_in_person
from handlers.official.conclusions.words import PAGE, Pair, item_words, notice_text, preview_text
from handlers.official.sessions.words import held_words, morning_words
from handlers.official.words import Words
from handlers.rules.answers import MOST_REASON_LETTERS, typed
from handlers.rules.quiet_hours import after_night, is_night
from handlers.rules.sessions import Phase, phase
from handlers.texts import LANGUAGES, N_, Texts
from handlers.turn import Turn
from storage import audiences, conclusions, officials, people, sessions
from storage.outcomes import apply_outcomes
from storage.records import Conclusion, DraftState, Outcome, Session, SessionState, Urgency

MOST_LOOKS = 5


def _to_list(turn: Turn) -> Choice:
    return Choice(label=turn.t(N_("conclude.list_again")), value="/ketluan")


def refuse(turn: Turn, conclusion: Conclusion | None, reason: str, text: str) -> None:
    """Say why not, and write it into the audit log."""
    turn.record(
        "refused_conclusion", "session", conclusion.session_id if conclusion else None, after={"reason": reason}
    )
    turn.finish()
    turn.say(text, [_to_list(turn)])


def review(turn: Turn, session: Session) -> None:
    """`/ketluan duyet <session>`: decide about what was handed in; who drafted it is told no."""
    conclusion = conclusions.conclusion_of_session(turn.tx, turn.office.id, session.id)
    turn.begin(session=session.id)
    if conclusion is None or conclusion.submission is None or conclusion.state is not DraftState.DRAFT:
        turn.finish()
        turn.say(turn.t(N_("conclude.nothing_waits")), [_to_list(turn)])
    elif conclusion.drafted_by == turn.person.id:
        refuse(turn, conclusion, "own_draft", turn.t(N_("conclude.not_your_own")))
    else:
        show_page(turn, session, conclusion)


def waits(turn: Turn, session: Session, conclusion: Conclusion) -> None:
    """A hand-in that nobody has decided about: its drafter may take it back, everybody else decides."""
    if conclusion.drafted_by != turn.person.id:
        show_page(turn, session, conclusion)
        return
    choices = [(turn.t(N_("conclude.take_back")), "take_back"), (turn.t(N_("conclude.list_again")), "/ketluan")]
    turn.ask("ketluan.waits", turn.t(N_("conclude.waits_for_second")), choices)


def take_waits(turn: Turn, value: str) -> None:
    """The drafter takes a hand-in back, to write on."""
    conclusion = _conclusion(turn)
    if turn.incoming.choice is None or value != "take_back" or conclusion is None:
        turn.ask_again()
        return
    mine = conclusion.drafted_by == turn.person.id
    if not mine or not conclusions.take_back(turn.tx, conclusion):
        refuse(turn, conclusion, "decided_before", turn.t(N_("conclude.decided_before")))
        return
    turn.record("take_back_conclusion", "session", conclusion.session_id)
    turn.finish()
    go_on = Choice(label=turn.t(N_("conclude.write_on")), value=f"/ketluan {conclusion.session_id}")
    turn.say(turn.t(N_("conclude.taken_back")), [go_on])


def _conclusion(turn: Turn) -> Conclusion | None:
    session_id = turn.data.get("session")
    return conclusions.conclusion_of_session(turn.tx, turn.office.id, session_id) if session_id else None


def show_page(turn: Turn, session: Session, conclusion: Conclusion, after: int = 0) -> None:
    """A page of what would be released; the decision stands below each page."""
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    found = conclusions.items(turn.tx, conclusion, after=after, limit=PAGE + 1)
    text = preview_text(words, session, conclusion, found[:PAGE], first=not after)
    if not after:
        told = len(audiences.session_people(turn.tx, turn.office.id, session.id, protected=False))
        drafter = words.official(conclusion.drafted_by)
        text = "\n\n".join([turn.tn("conclude.review", told, drafter=drafter), text])
    choices = [(turn.t(N_("conclude.release")), "release"), (turn.t(N_("conclude.return")), "return")]
    if len(found) > PAGE:
        choices.insert(0, (turn.t(N_("conclude.next_page")), str(found[PAGE - 1][0].id)))
    turn.ask("ketluan.review", text, choices, session=session.id, submission=conclusion.submission)


def take_review(turn: Turn, value: str) -> None:
    """Release, return, or read on; plain words ask again."""
    conclusion = _conclusion(turn)
    if turn.incoming.choice is None or conclusion is None:
        turn.ask_again()
    elif value == "release":
        release(turn, conclusion)
    elif value == "return":
        turn.ask("ketluan.reason", turn.t(N_("conclude.ask_reason")))
    else:
        session = sessions.get_session(turn.tx, turn.office.id, conclusion.session_id)
        show_page(turn, session, conclusion, to_id(value) or 0)


def release(turn: Turn, conclusion: Conclusion) -> None:
    """Release exactly what was read; of two who do it at once, one does."""
    session = sessions.get_session(turn.tx, turn.office.id, conclusion.session_id)
    refusal = _refusal(turn, session, conclusion)
    if refusal is None and not _decide(turn, conclusion, DraftState.RELEASED, ""):
        refusal = ("decided_before", turn.t(N_("conclude.decided_before")))
    if refusal is not None:
        refuse(turn, conclusion, *refusal)
        return
    pairs = conclusions.items(turn.tx, conclusion)
    sessions.conclude_session(turn.tx, turn.office.id, session.id, turn.at)
    turn.record(
        "release_conclusion",
        "session",
        session.id,
        before={"state": session.state},
        after={"state": SessionState.CONCLUDED, "conclusion": conclusion.id, "concerns": len(pairs)},
    )
    _apply(turn, conclusion, pairs)
    marks.concluded(turn.tx, turn.office.id, session.id, turn.at, turn.person.id)
    told = _tell_everybody(turn, session, conclusion, pairs)
    _tell_agencies(turn, session, pairs)
    _tell_drafter(turn, conclusion, N_("conclude.was_released"), title=session.title)
    turn.finish()
    lines = [turn.tn("conclude.released", told), *morning_words(turn)]
    turn.say("\n".join(lines), [_to_list(turn)])


def _refusal(turn: Turn, session: Session, conclusion: Conclusion) -> tuple[str, str] | None:
    """Why this person may not release this conclusion now: for the log, and in words."""
    if conclusion.drafted_by == turn.person.id:
        return "own_draft", turn.t(N_("conclude.not_your_own"))
    if conclusion.state is not DraftState.DRAFT:
        return "decided_before", turn.t(N_("conclude.decided_before"))
    if phase(session, turn.at) not in {Phase.OPEN, Phase.CLOSED}:
        held = held_words(turn.texts, session)
        return "not_held", turn.t(N_("conclude.not_held"), title=session.title, held=held)
    decided, total = conclusions.progress(turn.tx, conclusion)
    if decided < total:
        return "concerns_came_since", turn.tn("conclude.came_since", total - decided)
    return None


def _decide(turn: Turn, conclusion: Conclusion, state: DraftState, reason: str) -> bool:
    return conclusions.decide(
        turn.tx, conclusion, state, turn.person.id, turn.at, submission=turn.data.get("submission") or 0, reason=reason
    )


def _apply(turn: Turn, conclusion: Conclusion, pairs: Sequence[Pair]) -> None:
    """Each concern that the conclusion moves has an entry of its own in the audit log."""
    agencies = {item.concern_id: item.agency_id for _, item in pairs}
    for before, after in apply_outcomes(turn.tx, conclusion, pairs, turn.at, turn.person.id):
        turn.record(
            "conclude",
            "concern",
            after.id,
            before={"state": before.state, "due": before.due_on},
            after={
                "state": after.state,
                "due": after.due_on,
                "agency": agencies[after.id],
                "conclusion": conclusion.id,
            },
        )


def _tell_everybody(turn: Turn, session: Session, conclusion: Conclusion, pairs: Sequence[Pair]) -> int:
    """One message to each identity that was used; returns how many recipients the office may know of.

    An author of a protected concern gets the conclusion like everybody else, and nothing on that concern.
    """
    by_id = {concern.id: (concern, item) for concern, item in pairs}
    own = audiences.own_concerns(turn.tx, turn.office.id, session.id)
    words = {language: Words(tx=turn.tx, office=turn.office, texts=Texts(language)) for language in LANGUAGES}
    general = {language: notice_text(one, session, conclusion, []) for language, one in words.items()}
    not_before = after_night(turn.at, turn.office.profile) if is_night(turn.at, turn.office.profile) else None
    for to in audiences.session_people(turn.tx, turn.office.id, session.id, protected=True):
        language = Texts(to.language).language
        mine = [by_id[concern_id] for concern_id in own.get(to.person_id, []) if concern_id in by_id]
        text = notice_text(words[language], session, conclusion, mine) if mine else general[language]
        turn.outgoing.append(
            Outgoing(
                channel=to.channel,
                address=to.address,
                reply=Reply(text=text, choices=_look_choices(words[language], mine)),
                urgency=Urgency.NOTICE,
                once_key=f"conclusion/{conclusion.id}/{to.identity_id}",
                not_before=not_before,
            )
        )
    for concern, item in pairs:
        if not concern.has_door and item.outcome is not Outcome.ASSIGNED:
            _tell_in_person(turn, session, conclusion, (concern, item))
    return len(audiences.session_people(turn.tx, turn.office.id, session.id, protected=False))


def _tell_in_person(turn: Turn, session: Session, conclusion: Conclusion, pair: Pair) -> None:
    """Who has no door hears from a person what was concluded on their concern."""

    def wording(texts: Texts) -> str:
        words = Words(tx=turn.tx, office=turn.office, texts=texts)
        return notice_text(words, session, conclusion, [pair])

    tell_in_person(turn, pair[0], wording, once_key=f"conclusion/{conclusion.id}/concern/{pair[0].id}")


def _look_choices(words: Words, mine: Sequence[Pair]) -> tuple[Choice, ...]:
    """A tap shows a concern of one's own again, with its answer."""
    codes = [concern.code for concern, _ in mine[:MOST_LOOKS]]
    return tuple(Choice(label=words.texts.t(N_("desk.open"), code=code), value=f"/tracuu {code}") for code in codes)


def _tell_agencies(turn: Turn, session: Session, pairs: Sequence[Pair]) -> None:
    """Each agency's officers hear at once what the conclusion gave them."""
    given: dict[int, list[Pair]] = {}
    for concern, item in pairs:
        if item.outcome is Outcome.ASSIGNED and item.agency_id is not None:
            given.setdefault(item.agency_id, []).append((concern, item))
    for agency_id, own in given.items():
        for official in officials.of_agency(turn.tx, turn.office.id, agency_id):
            door = people.last_identity(turn.tx, turn.office.id, official.person_id)
            if door is not None:
                words = Words(tx=turn.tx, office=turn.office, texts=turn.texts_of(official.person_id))
                inbox = Choice(label=words.texts.t(N_("conclude.inbox")), value="/ykien")
                turn.tell(door, _agency_text(words, session, own), [inbox])


def _agency_text(words: Words, session: Session, own: Sequence[Pair]) -> str:
    lines = [f"{words.heading(concern)}: {item_words(words, item)}" for concern, item in own]
    return "\n".join([words.texts.tn("conclude.given_to_agency", len(own), title=session.title), *lines])


def take_reason(turn: Turn, value: str) -> None:
    """Return what was read to its drafter, with the reason that was typed."""
    conclusion = _conclusion(turn)
    reason = typed(value)
    if conclusion is None or not 0 < len(reason) <= MOST_REASON_LETTERS:
        turn.ask_again(turn.t(N_("conclude.reason_length"), most=MOST_REASON_LETTERS))
        return
    if not _decide(turn, conclusion, DraftState.RETURNED, reason):
        refuse(turn, conclusion, "decided_before", turn.t(N_("conclude.decided_before")))
        return
    turn.record(
        "return_conclusion",
        "session",
        conclusion.session_id,
        before={"state": conclusion.state},
        after={"state": DraftState.RETURNED},
    )
    _tell_drafter(turn, conclusion, N_("conclude.was_returned"), reason=reason)
    turn.finish()
    turn.say(turn.t(N_("conclude.you_returned")), [_to_list(turn)])


def _tell_drafter(turn: Turn, conclusion: Conclusion, message_id: str, **values: object) -> None:
    door = people.last_identity(turn.tx, turn.office.id, conclusion.drafted_by)
    if door is not None:
        texts = turn.texts_of(conclusion.drafted_by)
        look = Choice(label=texts.t(N_("conclude.look")), value=f"/ketluan {conclusion.session_id}")
        turn.tell(door, texts.t(message_id, **values), [look])
