"""Methods that send and edit messages, with everything that can stand in their way."""

from tests.fakes.bot_api import checks
from tests.fakes.bot_api.account import Account, Sent, StoredFile
from tests.fakes.bot_api.params import ApiError, Json, Params, Upload, bad_request
from tests.fakes.bot_api.switches import too_many

MAX_PHOTO = 10 * 1024 * 1024  # bytes
IMAGE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"BM")
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def send_message(account: Account, params: Params) -> Json:
    """Sends a text."""
    chat_id = target_chat(account, params)
    return _send(account, params, chat_id, "sendMessage", checks.message_text(params))


def send_photo(account: Account, params: Params) -> Json:
    """Sends an image as a photo."""
    return _send_file(account, params, "sendPhoto", "photo")


def send_document(account: Account, params: Params) -> Json:
    """Sends any file."""
    return _send_file(account, params, "sendDocument", "document")


def send_voice(account: Account, params: Params) -> Json:
    """Sends a voice note."""
    return _send_file(account, params, "sendVoice", "voice")


def edit_message_text(account: Account, params: Params) -> Json:
    """Changes text and buttons of a message; buttons that are not given again are taken away."""
    sent = _message_to_edit(account, params)
    text = checks.message_text(params)
    if sent.kind != "text":
        raise bad_request("there is no text in the message to edit")
    return _edit(account, params, sent, "editMessageText", text)


def edit_message_reply_markup(account: Account, params: Params) -> Json:
    """Changes the buttons of a message."""
    sent = _message_to_edit(account, params)
    return _edit(account, params, sent, "editMessageReplyMarkup", sent.text)


def target_chat(account: Account, params: Params) -> int:
    """The chat that is meant, one the bot has met; a public channel or group may be given by its @name."""
    given = params.text("chat_id").strip()
    if not given:
        raise bad_request("chat_id is empty")
    chat_id = _public_chat(account, given[1:]) if given.startswith("@") else _number(given)
    account.chat(chat_id)
    return chat_id


def _public_chat(account: Account, username: str) -> int:
    found = (chat_id for chat_id, chat in account.chats.items() if chat.get("username") == username)
    return next((chat_id for chat_id in found if chat_id < 0), 0)


def _number(given: str) -> int:
    try:
        return int(given)
    except ValueError:
        raise bad_request("chat not found") from None


def refuse_unreachable(account: Account, chat_id: int) -> None:
    """Raises what stands between the bot and a chat it knows: the group has moved, the bot was blocked."""
    switches = account.switches
    if chat_id in switches.migrated:
        moved = switches.migrated[chat_id]
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, text, migrate_to_chat_id=moved)
    if chat_id in switches.blocked:
        kind = account.chats[chat_id]["type"]
        reason = "blocked by the user" if kind == "private" else f"kicked from the {kind} chat"
        raise ApiError(403, f"Forbidden: bot was {reason}")


def _refuse_flood(account: Account, chat_id: int) -> None:
    limits = account.switches.limits
    if limits is not None and (seconds := limits.retry_after(chat_id, account.now())):
        raise too_many(seconds)


def _send(
    account: Account, params: Params, chat_id: int, method: str, text: str, stored: StoredFile | None = None
) -> Json:
    markup, buttons = checks.reply_markup(params)
    reply_to = _reply_to(account, params, chat_id)
    _refuse_flood(account, chat_id)
    refuse_unreachable(account, chat_id)
    sent = Sent(
        chat_id=chat_id,
        message_id=account.new_message_id(),
        method=method,
        text=text,
        buttons=buttons,
        at_monotonic=account.now(),
        date=account.date(),
        kind=stored.kind if stored else "text",
        markup=markup,
        stored=stored,
        reply_to=reply_to,
        silent=params.flag("disable_notification"),
    )
    account.record(sent)
    return account.message(sent)


def _reply_to(account: Account, params: Params, chat_id: int) -> int | None:
    given = params.json("reply_parameters", "reply parameters") or {}
    if not isinstance(given, dict):
        raise bad_request("object expected as reply parameters")
    message_id: object = given.get("message_id") or params.integer("reply_to_message_id")
    optional = given.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply")
    if not isinstance(message_id, int):
        raise bad_request('can\'t parse reply parameters: field "message_id" must be of type Number')
    if message_id and account.has_message(chat_id, message_id):
        return message_id
    if message_id and not optional:
        raise bad_request("message to be replied not found")
    return None


def _send_file(account: Account, params: Params, method: str, kind: str) -> Json:
    chat_id = target_chat(account, params)
    text = checks.caption(params)
    return _send(account, params, chat_id, method, text, _input_file(account, params, kind))


def _input_file(account: Account, params: Params, kind: str) -> StoredFile:
    """The file to send: uploaded under its own name or by attach://, or known by its file_id."""
    given = params.text(kind).strip()
    attached = given.removeprefix("attach://") if given.startswith("attach://") else ""
    upload = params.files.get(attached or kind) if attached or not given else None
    if upload is not None:
        return _stored_upload(account, upload, kind)
    if attached or not given:
        raise bad_request(f"there is no {kind} in the request")
    stored = account.files.get(given)
    if stored is None:  # an address on the web, too: the fake fetches nothing
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def _stored_upload(account: Account, upload: Upload, kind: str) -> StoredFile:
    size = len(upload.content)
    if not size:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        if size > MAX_PHOTO:
            raise bad_request(
                f"file of size {size} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes"
            )
        if not upload.content.startswith(IMAGE_STARTS):
            raise bad_request("IMAGE_PROCESS_FAILED")
    return account.store(kind, upload.name, upload.mime, upload.content)


def _message_to_edit(account: Account, params: Params) -> Sent:
    chat_id = target_chat(account, params)
    message_id = params.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    sent = account.shown(chat_id, message_id)
    if sent is None:
        known = account.has_message(chat_id, message_id)
        raise bad_request("message can't be edited" if known else "message to edit not found")
    return sent


def _edit(account: Account, params: Params, sent: Sent, method: str, text: str) -> Json:
    markup, buttons = checks.reply_markup(params)
    if (text, buttons) == (sent.text, sent.buttons):
        raise bad_request(NOT_MODIFIED)
    limits = account.switches.limits
    if limits is not None and limits.edits_count:
        _refuse_flood(account, sent.chat_id)
    refuse_unreachable(account, sent.chat_id)
    edited = account.edited(sent, method, text, markup, buttons)
    account.record(edited)
    return account.message(edited)
