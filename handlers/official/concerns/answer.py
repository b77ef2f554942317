"""`/traloi GM-0042 <text>`: the agency drafts an answer; a second person decides about it (release.py)."""

from handlers.messages import Choice
from handlers.official.concerns.desk import Held, deny, from_argument, hold, official_of, words_of
from handlers.official.notices import desk_of, tell_officials
from handlers.official.words import Words, first_words
from handlers.rules.answers import MOST_ANSWER_LETTERS, may_draft, typed
from handlers.texts import Texts
from handlers.turn import Turn
from storage import answers, concerns, inbox, officials
from storage.ids import new_id
from storage.inbox import Selection
from storage.records import Answer, Concern, ConcernState, DraftState, Official, Role


def answer(turn: Turn, argument: str) -> None:
    """`/traloi GM-0042 <text>`; without a text it is asked for."""
    found = from_argument(turn, argument, "answer.code", "/traloi", _to_answer(turn))
    if found is None:
        return
    held, text = found
    if not _may(turn, held):
        return
    turn.begin(code=held.concern.code)
    if not text:
        _ask_text(turn, held.concern)
    elif _fits(turn, typed(text)):
        _preview(turn, held.concern, typed(text))
    else:
        turn.ask("answer.text", turn.t("answer.again"))


def _to_answer(turn: Turn) -> list[Concern]:
    official = official_of(turn)
    state = ConcernState.ASSIGNED if official.role is Role.AGENCY else ConcernState.RECEIVED
    agency_id = official.agency_id if official.role is Role.AGENCY else None
    return inbox.page(turn.tx, Selection(office_id=turn.office.id, agency_id=agency_id, states=(state,)))


def _may(turn: Turn, held: Held) -> bool:
    refusal = may_draft(held.official, held.concern, held.assignment)
    if refusal is not None:
        deny(turn, held, "draft", refusal)
    return refusal is None


def _ask_text(turn: Turn, concern: Concern) -> None:
    turn.ask(
        "answer.text",
        turn.t(
            "answer.ask",
            heading=words_of(turn).heading(concern),
            words=first_words(concern.text, 300),
            most=turn.texts.number(MOST_ANSWER_LETTERS),
        ),
    )


def _fits(turn: Turn, text: str) -> bool:
    if not any(letter.isalnum() for letter in text):
        turn.say(turn.t("answer.empty"))
        return False
    if len(text) > MOST_ANSWER_LETTERS:
        n, most = turn.texts.number(len(text)), turn.texts.number(MOST_ANSWER_LETTERS)
        turn.say(turn.t("answer.too_long", n=n, most=most))
        return False
    return True


def take_text(turn: Turn, value: str) -> None:
    """The words of the answer; then a preview."""
    held = hold(turn, turn.data["code"])
    if held is None or not _may(turn, held):
        return
    text = typed(value)
    if _fits(turn, text):
        _preview(turn, held.concern, text)


def _preview(turn: Turn, concern: Concern, text: str) -> None:
    """What the resident will read. Words that come now are asked about: a long message may arrive in pieces."""
    waiting = answers.waiting_draft(turn.tx, turn.office.id, concern.id)
    turn.say(turn.t("answer.preview", code=concern.code, text=text))
    if waiting is not None:
        turn.say(turn.t("answer.replaces", who=words_of(turn).official(waiting.drafted_by)))
    choices = [(turn.t("answer.save"), "save"), (turn.t("answer.rewrite"), "rewrite"), (turn.t("desk.drop"), "drop")]
    turn.ask("answer.decide", turn.t("answer.is_it_right"), choices, written=text)


def take_decision(turn: Turn, value: str) -> None:
    """Save the draft, write it anew, or drop it; plain words are more of it, or another text."""
    held = hold(turn, turn.data["code"])
    if held is None or not _may(turn, held):
        return
    if turn.incoming.choice is None:
        _ask_what_words_are(turn, typed(value))
    elif value == "save":
        _save(turn, held)
    elif value == "rewrite":
        _ask_text(turn, held.concern)
    else:
        turn.finish()
        turn.say(turn.t("desk.nothing_done"))


def _ask_what_words_are(turn: Turn, more: str) -> None:
    if not more:
        turn.ask_again()
        return
    choices = [(turn.t("answer.append"), "append"), (turn.t("answer.instead"), "instead")]
    turn.ask("answer.more", turn.t("answer.more_words"), choices, more=more)


def take_more(turn: Turn, value: str) -> None:
    """Whether the new words go to the end of the draft or take its place."""
    held = hold(turn, turn.data["code"])
    if held is None or not _may(turn, held):
        return
    if turn.incoming.choice is None:
        _ask_what_words_are(turn, "\n".join(part for part in (turn.data["more"], typed(value)) if part))
        return
    text = "\n".join([turn.data["written"], turn.data["more"]]) if value == "append" else turn.data["more"]
    kept = text if _fits(turn, text) else turn.data["written"]
    _preview(turn, held.concern, kept)


def _save(turn: Turn, held: Held) -> None:
    concern = held.concern
    answers.replace_draft(turn.tx, turn.office.id, concern.id)
    draft = Answer(
        office_id=turn.office.id,
        id=new_id(turn.at),
        concern_id=concern.id,
        agency_id=held.official.agency_id,
        text=turn.data["written"],
        drafted_by=turn.person.id,
        drafted_at=turn.at,
        state=DraftState.DRAFT,
        decided_by=None,
        decided_at=None,
        reason="",
        public=False,
        public_question="",
    )
    answers.add_answer(turn.tx, draft)
    concerns.set_state(turn.tx, turn.office.id, concern.id, ConcernState.DRAFTED)
    turn.record(
        "draft_answer",
        "concern",
        concern.id,
        before={"state": concern.state},
        after={"state": ConcernState.DRAFTED, "record": draft.id, "agency": draft.agency_id},
    )
    turn.finish()
    releasers = [official for official in desk_of(turn) if official.person_id != turn.person.id]
    releasers = releasers or officials.with_role(turn.tx, turn.office.id, Role.CHAIR)
    turn.say(turn.t("answer.saved", code=concern.code) if releasers else turn.t("answer.nobody", code=concern.code))
    _tell_releasers(turn, releasers, concern, draft)


def _tell_releasers(turn: Turn, releasers: list[Official], concern: Concern, draft: Answer) -> None:
    def wording(texts: Texts) -> str:
        words = Words(tx=turn.tx, office=turn.office, texts=texts)
        return texts.t("answer.notice", heading=words.heading(concern), agency=words.agency(draft.agency_id))

    def offer(texts: Texts) -> list[Choice]:
        return [Choice(label=texts.t("view.decide"), value=f"/duyet {concern.code}")]

    tell_officials(turn, releasers, wording, offer)
