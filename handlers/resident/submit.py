"""Submit a concern: words and files, topic, a look, the receipt.

Three messages for somebody who knows the way: the text, a tap on the topic, «Gửi». Words are kept letter for letter;
several messages are joined by a line break; files may come at any moment. Which question comes next is worked out from
the draft alone (`go_on`), so that it can be left and taken up anywhere.
"""

import re

from handlers.resident import alike, drafts, questions, receipt, suggestions
from handlers.resident.courtesies import is_cancel, is_yes, yes_or_no
from handlers.resident.drafts import Draft
from handlers.rules.concerns import LONGEST_TEXT, MOST_FILES, says_too_little
from handlers.table import Step
from handlers.texts import N_
from handlers.turn import Turn
from storage import attachments
from storage.records import Kind

_COMMAND = re.compile(r"\s*/\s*\S+\s?")


def gopy(turn: Turn, _argument: str = "") -> None:
    """`/gopy` begins a concern or goes on with the one that waits; `/gopy words` begins with these words."""
    words = "" if turn.incoming.choice is not None else _COMMAND.sub("", turn.incoming.text or "", count=1)
    if words.strip() or turn.incoming.files:
        from_words(turn, words)
        return
    turn.begin()
    go_on(turn, drafts.of(turn))


def from_words(turn: Turn, words: str) -> None:
    """Begin a concern with words or files that somebody simply sent. `words` are as they came, blanks and all."""
    turn.begin()
    if drafts.holds_something(turn):
        _hold_more(turn, words)
    else:
        arrived(turn, words)


def arrived(turn: Turn, words: str) -> None:
    """Words or files for the concern: kept at once, then the next question."""
    before = drafts.of(turn)
    lead = _files_lead(turn, drafts.add_files(turn))
    text = drafts.joined(before.text, words if words.strip() else "")
    if text is None:
        lead = _too_long(turn, words, kept=bool(before.text))
    elif before.text and text != before.text:
        lead = questions.said_first(turn.t(N_("submit.added")), lead)
    go_on(turn, drafts.change(turn, text=before.text if text is None else text), lead)


def _files_lead(turn: Turn, left_over: int) -> str:
    return turn.tn("submit.too_many_files", left_over, most=MOST_FILES) if left_over else ""


def _too_long(turn: Turn, words: str, *, kept: bool) -> str:
    number = turn.texts.number
    text = turn.t(N_("submit.too_long"), n=number(len(words)), limit=number(LONGEST_TEXT))
    earlier = turn.t(N_("submit.earlier_kept"))
    return f"{text}\n{earlier}" if kept else text


def go_on(turn: Turn, draft: Draft, lead: str = "") -> None:
    """Ask what the draft still lacks."""
    has_files = bool(drafts.files(turn))
    if draft.more or draft.more_files:
        questions.ask_merge(turn, draft, lead)
    elif not draft.text and not has_files:
        questions.ask_text(turn, lead)
    elif not draft.text and not draft.wordless:
        questions.ask_words(turn, lead)
    elif draft.text and not has_files and not draft.brief and says_too_little(draft.text):
        questions.ask_more(turn, lead)
    elif not draft.advised and suggestions.kind(draft.text) is Kind.COMPLAINT:
        questions.ask_guide(turn, lead)
    elif not draft.topic:
        questions.ask_topic(turn, draft, lead)
    elif found := _others_raised(turn, draft):
        alike.ask(turn, found, lead)
    else:
        questions.ask_confirm(turn, draft, lead)


def _others_raised(turn: Turn, draft: Draft) -> list[alike.Alike]:
    """What is like this draft, looked up once: a second question about the same words would be one too many."""
    if draft.looked:
        return []
    drafts.change(turn, looked=True)
    return alike.find(turn, draft)


def take_alike(turn: Turn, value: str) -> None:
    """After what others raised: join them, read the answer, send it on its own, or leave it."""
    if _plain(turn):
        return
    drafts.add_files(turn)
    if value == "drop":
        drop(turn)
    elif value.startswith("see-") and alike.show_answer(turn, int(value.removeprefix("see-"))):
        return
    else:
        go_on(turn, alike.choose(turn, value))


def _plain(turn: Turn) -> bool:
    """Deal with plain words, files or nothing at a step that offers choices; False when a choice was made."""
    words = turn.incoming.text or ""
    if turn.incoming.choice is not None:
        return False
    if is_cancel(words):
        drop(turn)
    elif words.strip():
        arrived(turn, words)
    elif turn.incoming.files:
        _acknowledge_files(turn)
    else:
        turn.ask_again()
    return True


def _acknowledge_files(turn: Turn) -> None:
    """A file in the middle of a question: say how many there are now; the question goes on waiting."""
    lead = _files_lead(turn, drafts.add_files(turn))
    count = turn.tn("submit.files_now", len(drafts.files(turn)))
    turn.ask_again(questions.said_first(lead, count), update_key=questions.files_key(turn, turn.step))


def take_text(turn: Turn, value: str) -> None:
    """The concern's words. A choice says that it is enough as it is, or that the file belongs to the last concern."""
    words = turn.incoming.text or ""
    if turn.incoming.choice is None and is_cancel(words):
        drop(turn)
    elif turn.incoming.choice is None:
        arrived(turn, words)
    elif value == "attach":
        _attach_to_last(turn)
    else:
        drafts.add_files(turn)
        go_on(turn, drafts.change(turn, **({"brief": True} if value == "insist" else {"wordless": True})))


def _attach_to_last(turn: Turn) -> None:
    """Give the files to the concern sent shortly before; when it was taken up meanwhile they stay with the draft."""
    drafts.add_files(turn)
    concern = questions.last_concern(turn)
    if concern is None:
        go_on(turn, drafts.of(turn), turn.t(N_("submit.attach_too_late")))
        return
    count = attachments.attach_to(turn.tx, turn.office.id, turn.identity.id, concern.id)
    if not concern.protected:
        turn.record("attach", "concern", concern.id, after={"files": count})
    drafts.drop(turn)
    turn.finish()
    turn.say(turn.tn("submit.attached", count, code=concern.code))


def take_guide(turn: Turn, value: str) -> None:
    """After the word on complaints: send it all the same, or leave it."""
    agreed = turn.incoming.choice is None and yes_or_no(value) == "yes"
    if not agreed and _plain(turn):
        return
    if value == "drop":
        drop(turn)
        return
    drafts.add_files(turn)
    go_on(turn, drafts.change(turn, advised=True))


def take_topic(turn: Turn, value: str) -> None:
    """One tap confirms a topic or opens the whole list; a topic typed in full counts as a tap."""
    named = suggestions.named_topic(turn.office, value) if turn.incoming.choice is None else None
    if named is None and _plain(turn):
        return
    drafts.add_files(turn)
    topic = named or suggestions.find_topic(turn.office, value)
    if topic is None:
        questions.ask_every_topic(turn)
    else:
        go_on(turn, drafts.change(turn, topic=topic.key))


def take_confirm(turn: Turn, value: str) -> None:
    """Send, change, add or drop. Words typed here belong to the concern, unless they say «yes» or name a topic."""
    typed = turn.incoming.choice is None
    named = suggestions.named_topic(turn.office, value) if typed else None
    if typed and is_yes(value):
        value = "send"
    elif named is not None:
        drafts.change(turn, topic=named.key)
        value = ""
    elif _plain(turn):
        return
    drafts.add_files(turn)
    _CONFIRM.get(value, _look)(turn, value)


def _send(turn: Turn, value: str) -> None:
    """Into the session that collects at this moment, else as the resident chose: kept for the next, or outside any."""
    draft = drafts.of(turn)
    session = None if value == "outside" else questions.collecting(turn)
    if value == "send" and session is None and not questions.is_secret(draft):
        questions.ask_confirm(turn, draft, turn.t(N_("submit.choose_where")))
        return
    receipt.send(turn, draft, session, for_next=value == "next")


def _look(turn: Turn, _value: str) -> None:
    go_on(turn, drafts.of(turn))


def drop(turn: Turn, _value: str = "") -> None:
    """Leave the concern: say that nothing of it was kept."""
    count = len(drafts.files(turn))
    drafts.drop(turn)
    turn.finish()
    turn.say(turn.tn("submit.dropped_with_files", count) if count else turn.t(N_("submit.dropped")))


_CONFIRM: dict[str, Step] = {
    "send": _send,
    "next": _send,
    "outside": _send,
    "edit": lambda turn, _value: questions.ask_new_text(turn),
    "files": lambda turn, _value: questions.ask_files(turn),
    "drop": drop,
}


def take_files(turn: Turn, value: str) -> None:
    """Files one after another, until «Xong». Words typed here belong to the concern."""
    if turn.incoming.choice is None and not is_yes(value) and _plain(turn):
        return
    drafts.add_files(turn)
    _look(turn, value)


_ANEW = {"brief": False, "wordless": False, "advised": False, "looked": False, "joins": 0}
"""What was said of words that were replaced counts no longer."""


def take_edit(turn: Turn, value: str) -> None:
    """The whole text anew; the earlier words are kept until the new ones have come."""
    words = turn.incoming.text or ""
    if turn.incoming.choice is None and not words.strip() and turn.incoming.files:
        _acknowledge_files(turn)
        return
    drafts.add_files(turn)
    if turn.incoming.choice is not None or not words.strip() or is_cancel(words):
        _look(turn, value)
    elif len(words) > LONGEST_TEXT:
        turn.ask_again(_too_long(turn, words, kept=True))
    else:
        go_on(turn, drafts.change(turn, text=words, **_ANEW))


def _hold_more(turn: Turn, words: str) -> None:
    """Keep new words and files beside the draft until the resident says whether they belong to it."""
    draft = drafts.of(turn)
    more = drafts.joined(draft.more, words if words.strip() else "")
    if more is None:
        turn.say(_too_long(turn, words, kept=True))
    files = (*draft.more_files, *turn.incoming.files)
    lead = _files_lead(turn, max(0, len(files) - MOST_FILES))
    draft = drafts.change(turn, more=draft.more if more is None else more, more_files=files[:MOST_FILES])
    go_on(turn, draft, lead)


def take_merge(turn: Turn, value: str) -> None:
    """New words and an older draft: one concern, or the older one goes. More words wait with the first ones."""
    if turn.incoming.choice is None and yes_or_no(value) != "yes":
        _hold_more(turn, turn.incoming.text or "")
        return
    draft = drafts.of(turn)
    turn.incoming = turn.incoming.model_copy(update={"files": (*draft.more_files, *turn.incoming.files)})
    if value == "anew":
        drafts.drop(turn)
    else:
        drafts.change(turn, more="", more_files=())
    arrived(turn, draft.more)
