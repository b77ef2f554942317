"""Telegram's updates become Incoming messages: a pure translation, without rules about what is said.

What becomes of each kind of update:

    message         text, or a caption and a file. A sticker and whatever else we cannot read is `unsupported`.
    callback_query  a choice
    my_chat_member  somebody stopped the bot in their private chat: `left`
    anything else   None. An edited message, too: what was received first is what counts and stays as it was.

In groups only people count whom we can tell apart, and only what they say or send: no channels, anonymous
administrators, other bots, stickers, service messages (a group that becomes a supergroup is one: the address moves
when something is sent to the old one). That the bot was removed from a group is also noticed when it next sends.
"""

from collections.abc import Iterable
from datetime import datetime

from telegram import (
    Animation,
    Audio,
    CallbackQuery,
    Chat,
    ChatMember,
    Document,
    Message,
    Update,
    User,
    Video,
    VideoNote,
    Voice,
)
from telegram.constants import ChatType

from bot.channels.text import storable
from handlers.messages import InboundFile, Incoming

NAME = "telegram"


def incoming_of(update: Update, office_id: int, at: datetime, username: str = "") -> Incoming | None:
    """The message that an update carries, or None when nobody is to hear of it.

    `username` is the bot's own: in a group, a command for another bot («/help@other_bot») is not ours.
    """
    if update.message is not None:
        return _from_message(update, update.message, office_id, at, username)
    if update.callback_query is not None:
        return _from_callback(update, update.callback_query, office_id, at)
    member = update.my_chat_member
    if member is not None and member.chat.type == ChatType.PRIVATE and member.new_chat_member.status in _OUT:
        return _incoming(update, member.from_user, member.chat, office_id, at).model_copy(update={"kind": "left"})
    return None


_OUT = (ChatMember.BANNED, ChatMember.LEFT)


def _incoming(update: Update, sender: User, chat: Chat, office_id: int, at: datetime) -> Incoming:
    """Who wrote, where and when. In a private chat the chat's id is the person's: sender is where to answer."""
    in_group = chat.type != ChatType.PRIVATE
    return Incoming(
        office_id=office_id,
        channel=NAME,
        inbound_id=str(update.update_id),
        sender=str(sender.id),
        sender_name=storable(sender.full_name),
        language=sender.language_code.partition("-")[0].lower() if sender.language_code else None,
        received_at=at,
        group=str(chat.id) if in_group else None,
        group_title=storable(chat.title or "") if in_group else "",
    )


def _from_callback(update: Update, query: CallbackQuery, office_id: int, at: datetime) -> Incoming | None:
    if query.message is None or query.data is None:
        return None
    incoming = _incoming(update, query.from_user, query.message.chat, office_id, at)
    return incoming.model_copy(update={"choice": storable(query.data)})


def _from_message(update: Update, message: Message, office_id: int, at: datetime, username: str) -> Incoming | None:
    sender = message.from_user
    if sender is None or sender.is_bot or message.sender_chat is not None:
        return None
    incoming = _incoming(update, sender, message.chat, office_id, at)
    text, files = _text(message), _files(message)
    if text is not None or files:
        if incoming.group and _for_another_bot(text or "", username):
            return None
        return incoming.model_copy(update={"text": text, "files": files})
    if incoming.group or not _is_content(message):
        return None
    return incoming.model_copy(update={"kind": "unsupported"})


def _for_another_bot(text: str, username: str) -> bool:
    named = text.split(maxsplit=1)[0].partition("@")[2] if text.startswith("/") else ""
    return bool(named and username) and named.lower() != username.lower()


def _is_content(message: Message) -> bool:
    """Whether somebody sent something, also of a kind that PTB does not know yet; a service message is not that."""
    return bool(message.effective_attachment or message.checklist or message.api_kwargs)


def _text(message: Message) -> str | None:
    words = message.text if message.text is not None else message.caption
    if words is None and message.contact is not None and message.from_user is not None:
        own = message.contact.user_id == message.from_user.id  # anybody can forward another's contact
        words = message.contact.phone_number if own else None
    return storable(words) if words is not None else None


def _files(message: Message) -> tuple[InboundFile, ...]:
    return tuple(_each_file(message))


def _each_file(message: Message) -> Iterable[InboundFile]:
    photo = message.photo or (message.live_photo.photo if message.live_photo else None)
    if photo:
        largest = max(photo, key=lambda size: size.width * size.height)
        yield InboundFile(
            kind="photo", content_type="image/jpeg", size=largest.file_size or 0, remote_ref=largest.file_id
        )
    elif recording := message.voice or message.audio:
        yield _file("voice", recording)
    elif document := message.document or message.video or message.video_note or message.animation:
        yield _file("document", document)
    elif message.location is not None:
        yield InboundFile(
            kind="location",
            name=storable(message.venue.title) if message.venue else "",
            latitude=message.location.latitude,
            longitude=message.location.longitude,
        )


def _file(kind: str, medium: Animation | Audio | Document | Video | VideoNote | Voice) -> InboundFile:
    default = "video/mp4" if isinstance(medium, VideoNote) else ""
    return InboundFile.model_validate(
        {
            "kind": kind,
            "name": storable(getattr(medium, "file_name", None) or ""),
            "content_type": storable(getattr(medium, "mime_type", None) or default),
            "size": medium.file_size or 0,
            "remote_ref": medium.file_id,
        }
    )
