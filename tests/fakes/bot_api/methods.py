"""The Bot API's methods, each a function from one account and one call's parameters to the result.

Strict where the real server is: what it refuses is refused here, in its words.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.fakes.bot_api import checks, sending
from tests.fakes.bot_api.account import Account, CallbackAnswer
from tests.fakes.bot_api.params import ApiError, Json, Params, bad_request
from tests.fakes.bot_api.webhook import Webhook, WebhookSettings

MAX_DOWNLOAD = 20 * 1024 * 1024  # bytes
MAX_CALLBACK_TEXT = 200
ACTIONS = frozenset(
    f"{verb}_{what}" for verb in ("record", "upload") for what in ("video", "voice", "audio", "video_note")
) | {
    "typing",
    "upload_photo",
    "upload_document",
    "choose_sticker",
    "find_location",
    "pick_up_location",
    "cancel",
}
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def get_me(account: Account, _: Params) -> Json:
    """The bot itself."""
    return account.bot_user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not account.switches.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def answer_callback_query(account: Account, params: Params) -> bool:
    """Ends the waiting of a button that was tapped."""
    query_id = params.text("callback_query_id")
    tapped_at = account.taps.get(query_id)
    text = params.text("text")
    if checks.utf16_length(text) > MAX_CALLBACK_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    if tapped_at is None or account.now() - tapped_at > account.switches.callback_max_age:
        raise bad_request(TOO_OLD)
    account.callback_answers[query_id] = CallbackAnswer(text, params.flag("show_alert"))
    return True


def get_file(account: Account, params: Params) -> Json:
    """Where a file can be downloaded from."""
    stored = account.files.get(params.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    account.downloads[stored.path] = stored
    return stored.about() | {"file_path": stored.path}


def set_my_commands(account: Account, params: Params) -> bool:
    """Sets the command menu of a scope and language."""
    account.commands[checks.command_scope(params)] = checks.commands(params)
    return True


def send_chat_action(account: Account, params: Params) -> bool:
    """Shows "typing" and the like."""
    chat_id = sending.target_chat(account, params)
    action = params.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    sending.refuse_unreachable(account, chat_id)
    account.chat_actions.append((chat_id, action))
    return True


async def set_webhook(account: Account, params: Params) -> bool:
    """Has updates pushed to an address from now on; without an address, ends that."""
    if not params.text("url").strip():
        return await delete_webhook(account, params)
    settings = WebhookSettings(
        url=checks.webhook_url(params),
        secret=checks.webhook_secret(params),
        max_connections=max(1, min(params.integer("max_connections", 40), 100)),
    )
    account.updates.allow(params)
    account.updates.end_hold()
    await delete_webhook(account, params)
    run = _run_from_webhook(account)
    account.webhook = Webhook(settings, account.updates, account.switches, run, account.date)
    account.webhook.start()
    return True


async def delete_webhook(account: Account, params: Params) -> bool:
    """Ends pushing, so that getUpdates works again."""
    webhook, account.webhook = account.webhook, None
    if webhook is not None:
        await webhook.close()
    if params.flag("drop_pending_updates"):
        account.updates.clear()
    return True


def get_webhook_info(account: Account, _: Params) -> Json:
    """Where updates go, and what went wrong last."""
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(account.updates)}
    if account.updates.allowed is not None:
        info["allowed_updates"] = sorted(account.updates.allowed)
    webhook = account.webhook
    if webhook is not None:
        info |= {"url": webhook.settings.url, "max_connections": webhook.settings.max_connections}
        if webhook.last_error:
            info |= {"last_error_date": webhook.last_error_date, "last_error_message": webhook.last_error}
    return info


def _run_from_webhook(account: Account) -> Callable[[str, Json], Awaitable[None]]:
    async def run(method: str, values: Json) -> None:
        if method in METHODS:
            try:
                METHODS[method](account, Params(values))
            except ApiError as error:  # as on the real server, the bot never learns of it
                account.refusals[error.status] += 1

    return run


METHODS: dict[str, Callable[[Account, Params], Any]] = {
    function.__name__.replace("_", ""): function
    for function in (
        get_me,
        sending.send_message,
        sending.send_photo,
        sending.send_document,
        sending.send_voice,
        sending.edit_message_text,
        sending.edit_message_reply_markup,
        answer_callback_query,
        get_file,
        set_my_commands,
        send_chat_action,
        set_webhook,
        delete_webhook,
        get_webhook_info,
    )
}
"""Methods by name in small letters, as the server compares them; getUpdates is the server's own."""
