"""`/duyet [GM-0042]`: a second person releases a draft, or returns it with a reason; never who drafted it.

Of two who decide at the same moment one does: the draft's row changes only while it is a draft. What goes to the sender
has a key of its own, so that it can never go twice.
"""

from handlers.choices import to_id
from handlers.messages import Choice
from handlers.milestones import marks
from handlers.official.concern_groups import work as group_work
from handlers.official.concerns.desk import Held, deny, from_argument, hold, official_of, read_reason, words_of
from handlers.official.concerns.in_person import tell_outcome
from handlers.official.concerns.publish import public_question, question_of
from handlers.official.notices import tell_officials, view_choice
from handlers.official.words import Words
from handlers.rules.alike import may_publish
from handlers.rules.answers import Refusal, may_decide, state_without_draft
from handlers.texts import Texts
from handlers.turn import Turn
from storage import answers, assignments, closures, concerns, officials
from storage.records import Answer, AssignmentState, Concern, ConcernState, DraftState

PAGE = 6
AFTER = "sau"
_DECISIONS = frozenset({"public", "private", "reword", "return"})
_PUBLISHING = frozenset({"public", "reword"})


def release(turn: Turn, argument: str) -> None:
    """`/duyet`: the drafts that wait. `/duyet GM-0042`: one of them, to decide about."""
    first, _, rest = argument.partition(" ")
    if not argument or first == AFTER:
        _list(turn, to_id(rest) or 0)
        return
    found = from_argument(turn, argument, "release.code", "/duyet")
    draft = _draft_to_decide(turn, found[0]) if found is not None else None
    if found is not None and draft is not None:
        _show(turn, found[0].concern, draft)


def _list(turn: Turn, after_id: int) -> None:
    turn.finish()
    found = answers.waiting_drafts(turn.tx, turn.office.id, after_id=after_id, limit=PAGE + 1)
    if not found:
        turn.say(turn.t("release.none"))
        return
    lines, choices = [turn.t("release.list")], []
    for draft in found[:PAGE]:
        concern = concerns.get_concern(turn.tx, turn.office.id, draft.concern_id)
        if concern is not None:
            lines.append(_entry(turn, concern, draft))
            choices.append(Choice(label=concern.code, value=f"/duyet {concern.code}"))
    if len(found) > PAGE:
        choices.append(Choice(label=turn.t("release.more"), value=f"/duyet {AFTER} {found[PAGE - 1].id}"))
    turn.say("\n\n".join(lines), choices)


def _entry(turn: Turn, concern: Concern, draft: Answer) -> str:
    words = words_of(turn)
    line = f"{words.heading(concern)}\n{words.agency(draft.agency_id)}, {words.age(draft.drafted_at, turn.at)}"
    own = may_decide(official_of(turn), draft) is Refusal.OWN_DRAFT
    return " ".join([line, turn.t("release.own")]) if own else line


def _draft_to_decide(turn: Turn, held: Held) -> Answer | None:
    """The draft that waits, if this official may decide about it; otherwise why not is said."""
    draft = answers.waiting_draft(turn.tx, turn.office.id, held.concern.id)
    if draft is None:
        _nothing_waits(turn, held.concern)
        return None
    if refusal := may_decide(held.official, draft):
        deny(turn, held, "release", refusal)
        return None
    return draft


def _nothing_waits(turn: Turn, concern: Concern) -> None:
    turn.finish()
    earlier = answers.answers_of(turn.tx, turn.office.id, concern.id)
    last = earlier[-1] if earlier else None
    if last is None or last.decided_at is None:
        turn.say(turn.t("release.nothing_waits", code=concern.code))
        return
    who, when = words_of(turn).official(last.decided_by), turn.texts.moment(last.decided_at)
    released = last.state is DraftState.RELEASED
    sentence = turn.t("release.was_released", code=concern.code, who=who, when=when)
    turn.say(sentence if released else turn.t("release.was_returned", code=concern.code, who=who, when=when))


def _show(turn: Turn, concern: Concern, draft: Answer) -> None:
    words = words_of(turn)
    who, agency = words.official(draft.drafted_by), words.agency(draft.agency_id)
    own_case = not may_publish(concern)
    turn.begin(code=concern.code, answer=draft.id, published=public_question(concern), own_case=own_case)
    turn.say(turn.t("release.question", heading=words.heading(concern), text=concern.text))
    turn.say(turn.t("release.draft", agency=agency, who=who, when=turn.texts.moment(draft.drafted_at), text=draft.text))
    if others := group_work.followers(turn.tx, concern):
        turn.say(turn.tn("release.with_group", len(others)))
    _ask(turn)


def _ask(turn: Turn) -> None:
    private = [(turn.t("release.private"), "private"), (turn.t("release.return"), "return")]
    if turn.data["own_case"]:
        turn.ask("release.decide", turn.t("release.ask_own_case"), private)
        return
    choices = [(turn.t("release.public"), "public"), private[0], (turn.t("release.reword"), "reword"), private[1]]
    turn.ask("release.decide", turn.t("release.ask", question=turn.data["published"]), choices)


def take_decision(turn: Turn, value: str) -> None:
    """What the second person decides. Plain words decide nothing."""
    if turn.incoming.choice is None or value not in _DECISIONS:
        turn.ask_again()
        return
    held = hold(turn, turn.data["code"])
    draft = _same_draft(turn, held) if held is not None else None
    if held is None or draft is None:
        return
    if value in _PUBLISHING and not may_publish(held.concern):
        turn.data["own_case"] = True
        _ask(turn)
    elif value == "return":
        turn.ask("release.reason", turn.t("release.ask_reason", who=words_of(turn).official(draft.drafted_by)))
    elif value == "reword":
        turn.ask("release.reword", turn.t("release.ask_question"))
    else:
        _release(turn, held, draft, public=value == "public")


def _same_draft(turn: Turn, held: Held) -> Answer | None:
    """The draft that was shown, while it still waits; else what became of it is said and logged."""
    shown = answers.get_answer(turn.tx, turn.office.id, turn.data["answer"])
    if shown is not None and shown.state is DraftState.DRAFT and may_decide(held.official, shown) is None:
        return shown
    turn.record("refused_release", "concern", held.concern.id, after={"why": shown.state if shown else "gone"})
    if shown is not None and shown.state is DraftState.REPLACED:
        turn.finish()
        again = Choice(label=turn.t("view.decide"), value=f"/duyet {held.concern.code}")
        turn.say(turn.t("release.replaced", code=held.concern.code), [again])
    else:
        _nothing_waits(turn, held.concern)
    return None


def take_question(turn: Turn, value: str) -> None:
    """Another wording of the question, for publication."""
    question = question_of(turn, value)
    if question is None:
        return
    turn.data["published"] = question
    _ask(turn)


def take_reason(turn: Turn, value: str) -> None:
    """Why the draft goes back; its drafter and their colleagues hear it."""
    reason = read_reason(turn, value)
    held = hold(turn, turn.data["code"]) if reason else None
    draft = _same_draft(turn, held) if held is not None else None
    if reason is not None and held is not None and draft is not None:
        _return(turn, held, draft, reason)


def _release(turn: Turn, held: Held, draft: Answer, *, public: bool) -> None:
    concern, question = held.concern, turn.data["published"] if public else ""
    decided = draft.model_copy(
        update={
            "decided_by": turn.person.id,
            "decided_at": turn.at,
            "public": public,
            "public_question": question,
        }
    )
    if not answers.release(turn.tx, decided):
        _same_draft(turn, held)
        return
    assignments.end_open(turn.tx, turn.office.id, concern.id, AssignmentState.DONE)
    concerns.set_state(turn.tx, turn.office.id, concern.id, ConcernState.ANSWERED)
    marks.answered(turn.tx, turn.office.id, concern.session_id, turn.at, turn.person.id)
    turn.record(
        "release_answer",
        "concern",
        concern.id,
        before={"state": concern.state},
        after={"state": ConcernState.ANSWERED, "record": draft.id, "public": public},
    )
    turn.finish()
    turn.say(turn.t("release.done_public", code=concern.code) if public else turn.t("release.done", code=concern.code))
    others = group_work.followers(turn.tx, concern)
    _send(turn, concern, decided)
    for other in others:
        _send(turn, other, group_work.answered_too(turn, other, decided))
    _tell_drafter(turn, concern, draft)


def _send(turn: Turn, concern: Concern, answer: Answer) -> None:
    """The answer to its sender: the code, who answered, when, and how to ask again."""

    def wording(texts: Texts) -> str:
        agency = Words(tx=turn.tx, office=turn.office, texts=texts).agency(answer.agency_id)
        when = texts.moment(turn.at)
        return texts.t("release.resident", code=concern.code, agency=agency, when=when, text=answer.text)

    def offer(texts: Texts) -> list[Choice]:
        again = Choice(label=texts.t("release.ask_more"), value="/gopy")
        return [again, Choice(label=texts.t("release.track"), value=f"/tracuu {concern.code}")]

    tell_outcome(turn, concern, wording, offer, once_key=f"answer/{answer.id}")


def _tell_drafter(turn: Turn, concern: Concern, draft: Answer) -> None:
    drafter = officials.find_official(turn.tx, turn.office.id, draft.drafted_by)
    tell_officials(
        turn,
        [drafter] if drafter is not None else [],
        lambda texts: texts.t("release.told_drafter", code=concern.code),
        lambda _texts: [],
    )


def _return(turn: Turn, held: Held, draft: Answer, reason: str) -> None:
    concern = held.concern
    if not answers.return_draft(
        turn.tx, turn.office.id, draft.id, decided_by=turn.person.id, decided_at=turn.at, reason=reason
    ):
        _same_draft(turn, held)
        return
    state = state_without_draft(held.assignment, closures.closures_of(turn.tx, turn.office.id, concern.id))
    concerns.set_state(turn.tx, turn.office.id, concern.id, state)
    before, after = {"state": concern.state}, {"state": state, "record": draft.id}
    turn.record("return_answer", "concern", concern.id, before, after)
    turn.finish()
    turn.say(turn.t("release.returned", code=concern.code))
    _tell_returned(turn, concern, draft, reason)


def _tell_returned(turn: Turn, concern: Concern, draft: Answer, reason: str) -> None:
    def offer(texts: Texts) -> list[Choice]:
        write = Choice(label=texts.t("assign.write"), value=f"/traloi {concern.code}")
        return [write, view_choice(texts, concern.code)]

    drafter = officials.find_official(turn.tx, turn.office.id, draft.drafted_by)
    colleagues = officials.of_agency(turn.tx, turn.office.id, draft.agency_id) if draft.agency_id is not None else []
    told = [*([drafter] if drafter is not None else []), *colleagues]
    code = concern.code
    tell_officials(turn, told, lambda texts: texts.t("release.notice_returned", code=code, reason=reason), offer)
