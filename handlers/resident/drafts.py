"""The concern that a resident is still writing: kept in the conversation's row until it is sent or dropped.

It outlives a command given in the middle (`Turn.begin` keeps it), a restart, and any time between two messages. Its
files are attachment rows without a concern; its step is worked out from what it holds (submit.go_on).
"""

from handlers.messages import Choice, InboundFile, Message
from handlers.rules.concerns import LONGEST_TEXT, MOST_FILES
from handlers.texts import N_
from handlers.turn import DRAFT, Turn
from storage import attachments
from storage.ids import new_id
from storage.records import Attachment, AttachmentState

OWN_COMMANDS = frozenset({"gopy", "huy"})
"""The commands that go on with a draft or end it; any other puts it aside."""
_STEPS = "submit."
_NOT_TAKEN = frozenset({AttachmentState.REFUSED, AttachmentState.LOST})


class Draft(Message):
    """What was gathered so far.

    topic: the key that the resident confirmed. brief, wordless, advised: the resident wants to send it although it is
    very short, has no words, or looks like a complaint. more: what came while it waited aside, until the resident says
    whether it belongs to it. offered: it was put aside and offered again since. looked: whether others raised it was
    looked up. joins: the id of the concern that it joins, 0 for none.
    """

    text: str = ""
    more: str = ""
    more_files: tuple[InboundFile, ...] = ()
    topic: str = ""
    brief: bool = False
    wordless: bool = False
    advised: bool = False
    offered: bool = False
    looked: bool = False
    joins: int = 0


def find(turn: Turn) -> Draft | None:
    """The draft of this conversation, or None."""
    return Draft.model_validate(turn.data[DRAFT]) if DRAFT in turn.data else None


def of(turn: Turn) -> Draft:
    """The draft of this conversation; an empty one when there is none."""
    return find(turn) or Draft()


def keep(turn: Turn, draft: Draft) -> Draft:
    """Remember the draft as it is now."""
    turn.data[DRAFT] = draft.model_dump()
    return draft


def change(turn: Turn, **changes: object) -> Draft:
    """Remember the draft with these changes."""
    return keep(turn, of(turn).model_copy(update=changes))


def drop(turn: Turn) -> None:
    """Forget the draft and its files."""
    turn.data.pop(DRAFT, None)
    attachments.drop_drafts(turn.tx, turn.office.id, turn.identity.id)


def files(turn: Turn) -> list[Attachment]:
    """What was sent for the draft and could be taken so far, in order."""
    sent = attachments.of_identity_draft(turn.tx, turn.office.id, turn.identity.id)
    return [file for file in sent if file.state not in _NOT_TAKEN]


def holds_something(turn: Turn) -> bool:
    """Whether there is a draft with any word or file in it."""
    draft = of(turn)
    return bool(draft.text or draft.more or draft.more_files or files(turn))


def add_files(turn: Turn) -> int:
    """Keep the files of this message for the draft, as many as fit; return how many did not."""
    room = MOST_FILES - len(files(turn)) if turn.incoming.files else 0
    for file in turn.incoming.files[:room]:
        attachments.add(turn.tx, _attachment(turn, file))
    return max(0, len(turn.incoming.files) - room)


def _attachment(turn: Turn, file: InboundFile) -> Attachment:
    on_disk = bool(file.stored_as) or file.kind == "location"
    return Attachment(
        office_id=turn.office.id,
        id=new_id(turn.at),
        identity_id=turn.identity.id,
        concern_id=None,
        kind=file.kind,
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        channel=turn.incoming.channel,
        remote_ref=file.remote_ref,
        stored_as=file.stored_as,
        latitude=file.latitude,
        longitude=file.longitude,
        state=AttachmentState.STORED if on_disk else AttachmentState.PENDING,
        attempts=0,
        not_before=turn.at,
        created_at=turn.at,
    )


def joined(text: str, more: str) -> str | None:
    """Both texts, word for word, on lines of their own; None when that is longer than a concern may be."""
    together = f"{text}\n{more}" if text and more else text or more
    return together if len(together) <= LONGEST_TEXT else None


def set_aside(turn: Turn, command: str) -> None:
    """Before another command runs: the draft waits aside. One that holds nothing is forgotten."""
    if turn.incoming.group or command in OWN_COMMANDS or not turn.step.startswith(_STEPS):
        return
    turn.finish()
    if holds_something(turn):
        change(turn, offered=False)
    else:
        drop(turn)


def offer_again(turn: Turn) -> None:
    """After something else came to its end: say once that a draft waits, and offer both ways on."""
    draft = find(turn)
    if draft is None or draft.offered or turn.step:
        return
    change(turn, offered=True)
    turn.say(turn.t(N_("draft.waits")), ways_on(turn))


def ways_on(turn: Turn) -> list[Choice]:
    """Write on, or drop it: commands, so that they never grow old."""
    return [
        Choice(label=turn.t(N_("draft.write_on")), value="/gopy"),
        Choice(label=turn.t(N_("draft.drop")), value="/huy"),
    ]
