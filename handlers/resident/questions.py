"""The questions of a concern: words, topic, a look before sending. Each is worked out from the draft alone."""

from handlers.resident import alike, drafts, suggestions
from handlers.resident.drafts import Draft
from handlers.resident.outlook import window_words
from handlers.resident.reach import reach_words
from handlers.rules import sessions as phases
from handlers.texts import N_
from handlers.turn import Turn
from storage import concerns, offices, sessions
from storage.records import Concern, ConcernState, Kind, Session

SHOWN_WHOLE = 300
"""Characters of a concern that are shown as they are before sending; a longer one is shown by its head."""
_LATE_FILE_SECONDS = 24 * 3600

Choices = list[tuple[str, str]]


def said_first(lead: str, question: str) -> str:
    """A short word on what just happened, then the question."""
    return f"{lead}\n\n{question}" if lead else question


def files_key(turn: Turn, step: str) -> str:
    """Files that come within a minute change one message; a later one gets its own, below it."""
    return f"{step}-{turn.serial}-{int(turn.at.timestamp()) // 60}"


def is_secret(draft: Draft) -> bool:
    """Whether the draft is a suspected denunciation: nothing of it is repeated."""
    return suggestions.kind(draft.text) is Kind.DENUNCIATION


def ask_text(turn: Turn, lead: str = "") -> None:
    """Ask for the concern itself; say at once when no session collects now."""
    question = turn.t(N_("submit.ask_text"))
    closed = "" if collecting(turn) else window_words(turn)
    turn.ask("submit.text", said_first(lead, said_first(closed, question)))


def collecting(turn: Turn) -> Session | None:
    """The session that collects at this moment, or None."""
    return phases.collecting(sessions.sessions(turn.tx, turn.office.id), turn.at)


def ask_words(turn: Turn, lead: str = "") -> None:
    """Files alone may be a whole concern; a few words help, and a late photo may belong to the last one."""
    choices = [(turn.t(N_("submit.wordless")), "wordless")]
    if late := last_concern(turn):
        choices.append((turn.t(N_("submit.attach"), code=late.code), "attach"))
    question = turn.tn("submit.ask_words", len(drafts.files(turn)))
    turn.ask("submit.text", said_first(lead, question), choices, update_key=files_key(turn, "submit.text"))


def last_concern(turn: Turn) -> Concern | None:
    """The person's newest concern while a photo sent now may still belong to it: a day, and nobody works on it yet."""
    newest = concerns.concerns_of_person(turn.tx, turn.office.id, turn.person.id, limit=1)
    for concern in newest:
        fresh = (turn.at - concern.created_at).total_seconds() <= _LATE_FILE_SECONDS
        if fresh and concern.state is ConcernState.RECEIVED and concern.identity_id == turn.identity.id:
            return concern
    return None


def ask_more(turn: Turn, lead: str = "") -> None:
    """The text is too short to be understood; the resident may insist."""
    choices = [(turn.t(N_("submit.insist")), "insist")]
    turn.ask("submit.text", said_first(lead, turn.t(N_("submit.ask_more"))), choices)


def ask_guide(turn: Turn, lead: str = "") -> None:
    """A suspected complaint about one's own case: say where the law has it handled; the resident may insist."""
    choices = [(turn.t(N_("submit.send_anyway")), "on"), (turn.t(N_("submit.drop")), "drop")]
    turn.ask("submit.guide", said_first(lead, turn.t(N_("submit.guide"), reach=reach_words(turn))), choices)


def ask_topic(turn: Turn, draft: Draft, lead: str = "") -> None:
    """Suggest at most two topics with the words that decided; one tap confirms."""
    found = suggestions.topics(turn.office, draft.text)
    if not found:
        ask_every_topic(turn, lead)
        return
    secret = is_secret(draft)
    lines = [_guess(turn, one, secret=secret) for one in found]
    question = turn.t(N_("submit.ask_topic"), guesses="\n".join(lines))
    choices = [(suggestions.label(turn.texts, one.topic), one.topic.key) for one in found]
    turn.ask("submit.topic", said_first(lead, question), [*choices, (turn.t(N_("submit.other_topic")), "more")])


def _guess(turn: Turn, one: suggestions.Suggested, *, secret: bool) -> str:
    name = suggestions.label(turn.texts, one.topic)
    if secret or not one.words:
        return f"- {name}"
    return turn.t(N_("submit.guess"), topic=name, words=", ".join(f"«{word}»" for word in one.words))


def ask_every_topic(turn: Turn, lead: str = "") -> None:
    """The office's whole list of topics."""
    choices = [(suggestions.label(turn.texts, topic), topic.key) for topic in turn.office.profile.topics]
    turn.ask("submit.topic", said_first(lead, turn.t(N_("submit.ask_every_topic"))), choices)


def ask_confirm(turn: Turn, draft: Draft, lead: str = "") -> None:
    """Everything at a glance before it is sent. Of a suspected denunciation nothing is repeated."""
    session = collecting(turn)
    secret = is_secret(draft)
    if secret:
        question = turn.t(N_("submit.confirm_closed_to_all"), details=_details(turn, draft))
    else:
        question = turn.t(
            N_("submit.confirm"), text=_shown(turn, draft), details=_details(turn, draft), where=_where(turn, session)
        )
    sending: Choices = [(turn.t(N_("submit.send")), "send")]
    if session is None and not secret:
        sending = [(turn.t(N_("submit.keep_for_next")), "next"), (turn.t(N_("submit.send_outside")), "outside")]
    turn.ask("submit.confirm", said_first(lead, question), [*sending, *_other_ways(turn)])


def _other_ways(turn: Turn) -> Choices:
    return [
        (turn.t(N_("submit.edit")), "edit"),
        (turn.t(N_("submit.more_files")), "files"),
        (turn.t(N_("submit.drop")), "drop"),
    ]


def _shown(turn: Turn, draft: Draft) -> str:
    if not draft.text.strip():
        return turn.t(N_("submit.no_words"))
    if len(draft.text) <= SHOWN_WHOLE:
        return draft.text
    head = suggestions.short(draft.text, SHOWN_WHOLE)
    return turn.t(N_("submit.shortened"), head=head, n=turn.texts.number(len(draft.text)))


def _details(turn: Turn, draft: Draft) -> str:
    area = offices.get_area(turn.tx, turn.office.id, turn.person.area_id) if turn.person.area_id else None
    lines = [
        turn.t(N_("submit.topic_line"), topic=suggestions.topic_label(turn.office, turn.texts, draft.topic)),
        turn.t(N_("submit.area_line"), area=area.name if area else turn.t(N_("submit.no_area"))),
    ]
    if count := len(drafts.files(turn)):
        lines.append(turn.t(N_("submit.files_line"), n=count))
    if joined := alike.joined_words(turn, draft):
        lines.append(joined)
    return "\n".join(lines)


def _where(turn: Turn, session: Session | None) -> str:
    if session is None:
        return said_first(window_words(turn), turn.t(N_("submit.where_to")))
    if session.collection_closes_at is None:
        return turn.t(N_("submit.to_session"), title=session.title)
    closes = turn.texts.end(session.collection_closes_at)
    return turn.t(N_("submit.to_session_until"), title=session.title, closes=closes)


def ask_files(turn: Turn) -> None:
    """Wait for photos, voice notes, documents or a place."""
    turn.ask("submit.files", turn.t(N_("submit.ask_files")), [(turn.t(N_("submit.files_done")), "done")])


def ask_new_text(turn: Turn) -> None:
    """The whole text anew: what was written before is replaced."""
    turn.ask("submit.edit", turn.t(N_("submit.ask_new_text")), [(turn.t(N_("submit.keep_text")), "keep")])


def ask_merge(turn: Turn, draft: Draft, lead: str = "") -> None:
    """New words came while a draft waits aside: do they belong together?"""
    choices = [(turn.t(N_("submit.join")), "join"), (turn.t(N_("submit.anew")), "anew")]
    if is_secret(draft) or not draft.text:
        question = turn.t(N_("submit.merge"))
    else:
        question = turn.t(N_("submit.merge_with"), text=suggestions.short(draft.text))
    turn.ask("submit.merge", said_first(lead, question), choices)
