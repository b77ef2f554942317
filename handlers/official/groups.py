"""`/noinhan` in a group chat: register it to receive the committee's summaries or the public announcements."""

import re

from handlers.channel_names import channel_name
from handlers.messages import Choice
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import officials
from storage.ids import new_id
from storage.records import GroupChat, Purpose

LONGEST_TITLE = 120
_SUMMARIES, _PUBLIC, _OFF = "tonghop", "congkhai", "tat"
_CHANNEL_NAME = re.compile(r"@[A-Za-z][A-Za-z0-9_]{3,31}")
_PURPOSES = {_SUMMARIES: Purpose.COMMITTEE, _PUBLIC: Purpose.PUBLIC}
_REGISTERED = {
    Purpose.COMMITTEE: N_("group.registered_committee"),
    Purpose.PUBLIC: N_("group.registered_public"),
}
_STANDS = {
    Purpose.COMMITTEE: N_("group.stands_committee"),
    Purpose.PUBLIC: N_("group.stands_public"),
}


def receive(turn: Turn, argument: str = "") -> None:
    """`/noinhan` says what this group receives and offers to change it; `tonghop`, `congkhai` and `tat` do so."""
    word = fold(argument).replace(" ", "")
    if turn.incoming.group is None and argument.startswith("@"):
        _public_channel(turn, *argument.split(maxsplit=1))
    elif turn.incoming.group is None:
        _explain(turn)
    elif word in _PURPOSES:
        _register(turn, turn.incoming.group, _PURPOSES[word])
    elif word == _OFF:
        _remove(turn, turn.incoming.group)
    else:
        _offer(turn, turn.incoming.group)


def _say_here(turn: Turn, text: str, choices: list[Choice]) -> None:
    """Say something in the group; what the same person was asked in private stays as it is."""
    asked = turn.offered
    turn.say(text, choices)
    turn.offered = asked


def _public_channel(turn: Turn, name: str, rest: str = "") -> None:
    """`/noinhan @tenkenh`: nobody can say a command inside a public channel, so it is named in private."""
    if not _CHANNEL_NAME.fullmatch(name):
        turn.say(turn.t(N_("group.channel_name")))
    elif fold(rest).strip() == _OFF:
        _remove(turn, name)
    else:
        _register(turn, name, Purpose.PUBLIC)
        turn.say(turn.t(N_("group.channel_right"), name=name))


def _explain(turn: Turn) -> None:
    """In a private chat no group can be registered: say how it is done, and what is registered now."""
    turn.finish()
    lines = [turn.t(N_("group.how"))]
    for purpose, message_id in _STANDS.items():
        chats = officials.group_chats(turn.tx, turn.office.id, purpose)
        lines += [f"- {_name(turn, chat)}: {turn.t(message_id)}" for chat in chats]
    lines = lines if len(lines) > 1 else [*lines, turn.t(N_("group.none_yet"))]
    turn.say("\n".join(lines))


def _name(turn: Turn, chat: GroupChat) -> str:
    if chat.address.startswith("@"):
        return chat.address
    return chat.title or channel_name(turn.texts, chat.channel)


def _standing(turn: Turn, address: str) -> GroupChat | None:
    every = [chat for purpose in Purpose for chat in officials.group_chats(turn.tx, turn.office.id, purpose)]
    here = (turn.incoming.channel, address)
    return next((chat for chat in every if (chat.channel, chat.address) == here), None)


def _offer(turn: Turn, address: str) -> None:
    chat = _standing(turn, address)
    choices = [
        Choice(label=turn.t(N_("group.choose_committee")), value=f"/noinhan {_SUMMARIES}"),
        Choice(label=turn.t(N_("group.choose_public")), value=f"/noinhan {_PUBLIC}"),
    ]
    if chat is not None:
        choices.append(Choice(label=turn.t(N_("group.choose_off")), value=f"/noinhan {_OFF}"))
    now = turn.t(_STANDS[chat.purpose]) if chat else turn.t(N_("group.stands_not"))
    _say_here(turn, turn.t(N_("group.offer"), now=now), choices)


def _register(turn: Turn, address: str, purpose: Purpose) -> None:
    before = _standing(turn, address)
    if before is None or before.purpose is not purpose:
        chat = GroupChat(
            office_id=turn.office.id,
            id=new_id(turn.at),
            channel=turn.incoming.channel,
            address=address,
            title=turn.incoming.group_title[:LONGEST_TITLE],
            purpose=purpose,
            registered_by=turn.person.id,
            registered_at=turn.at,
            removed_at=None,
        )
        officials.add_group_chat(turn.tx, chat)
        earlier = {"purpose": before.purpose} if before else None
        turn.record("register_group", "group_chat", chat.id, before=earlier, after={"purpose": purpose})
    where = "" if turn.incoming.group else f"{address} "
    off = Choice(label=turn.t(N_("group.choose_off")), value=f"/noinhan {where}{_OFF}")
    _say_here(turn, turn.t(_REGISTERED[purpose], office=turn.office.name), [off])


def _remove(turn: Turn, address: str) -> None:
    chat = _standing(turn, address)
    if chat is None or not officials.remove_group_chat(
        turn.tx, turn.office.id, turn.incoming.channel, address, turn.at
    ):
        turn.say(turn.t(N_("group.was_not_registered")))
        return
    turn.record("remove_group", "group_chat", chat.id, before={"purpose": chat.purpose})
    turn.say(turn.t(N_("group.removed")))
