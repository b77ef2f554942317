"""What each kind of update says, from payloads as the Bot API sends them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Update

from bot.channels.telegram_plain import plain_incoming
from bot.channels.telegram_updates import incoming_of

AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
LAN: dict[str, Any] = {
    "id": 1001,
    "is_bot": False,
    "first_name": "Lan",
    "last_name": "Nguyễn",
    "language_code": "vi",
}
PRIVATE = {"id": 1001, "first_name": "Lan", "type": "private"}
GROUP = {"id": -1001234, "title": "Ban Chỉ đạo", "type": "supergroup"}
BOT = {"id": 42, "is_bot": True, "first_name": "Đối Thoại", "username": "doithoai_bot"}
FROM_LAN = {
    "office_id": 7,
    "channel": "telegram",
    "inbound_id": "500",
    "sender": "1001",
    "sender_name": "Lan Nguyễn",
    "language": "vi",
    "received_at": AT,
}
IN_GROUP = FROM_LAN | {"group": "-1001234", "group_title": "Ban Chỉ đạo"}


def file(**more: Any) -> dict[str, Any]:
    return {"file_id": "F1", "file_unique_id": "u1", "file_size": 123, **more}


def message(*, sender: dict[str, Any] = LAN, chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"message": {"message_id": 9, "date": 1763700000, "from": sender, "chat": chat, **content}}


def tap(data: str | None = "submit.send~3~yes", **more: Any) -> dict[str, Any]:
    query: dict[str, Any] = {"id": "77", "from": LAN, "chat_instance": "1", **more}
    if data is not None:
        query["data"] = data
    return {"callback_query": query}


def membership(chat: dict[str, Any], status: str) -> dict[str, Any]:
    until = {"until_date": 0} if status == "kicked" else {}
    return {
        "my_chat_member": {
            "chat": chat,
            "from": LAN,
            "date": 1763700000,
            "old_chat_member": {"user": BOT, "status": "member"},
            "new_chat_member": {"user": BOT, "status": status, **until},
        }
    }


OLD = {"message_id": 8, "date": 1763690000, "chat": PRIVATE, "text": "Gửi?", "from": BOT}
SIZES = [file(file_id="S", width=90, height=67), file(file_id="L", width=1280, height=960, file_size=900_000)]
PHOTO = {"kind": "photo", "content_type": "image/jpeg", "size": 900_000, "remote_ref": "L"}
PLACE = {"latitude": 21.03, "longitude": 105.85}


def read(update: dict[str, Any], username: str = "") -> dict[str, Any] | None:
    raw = {"update_id": 500, **update}
    incoming = incoming_of(Update.de_json(raw, None), 7, AT, username)
    plain = plain_incoming(raw, 7, AT)
    assert plain is None or plain == incoming, "read without PTB's objects it says something else"
    return incoming.model_dump(exclude_defaults=True) if incoming else None


@pytest.mark.parametrize(
    ("update", "wanted"),
    [
        pytest.param(message(text="Đường hỏng"), {"text": "Đường hỏng"}, id="text"),
        pytest.param(message(text="/start tw-1"), {"text": "/start tw-1"}, id="command"),
        pytest.param(message(photo=SIZES), {"files": (PHOTO,)}, id="photo, largest size"),
        pytest.param(message(photo=SIZES, caption="Ổ gà"), {"text": "Ổ gà", "files": (PHOTO,)}, id="caption"),
        pytest.param(
            message(live_photo=file(width=1, height=1, duration=2, photo=SIZES)), {"files": (PHOTO,)}, id="live photo"
        ),
        pytest.param(
            message(voice=file(duration=3, mime_type="audio/ogg")),
            {"files": ({"kind": "voice", "content_type": "audio/ogg", "size": 123, "remote_ref": "F1"},)},
            id="voice",
        ),
        pytest.param(
            message(audio=file(duration=3, mime_type="audio/mpeg", file_name="loa.mp3")),
            {
                "files": (
                    {
                        "kind": "voice",
                        "name": "loa.mp3",
                        "content_type": "audio/mpeg",
                        "size": 123,
                        "remote_ref": "F1",
                    },
                )
            },
            id="audio",
        ),
        pytest.param(
            message(document=file(mime_type="application/pdf", file_name="Đơn\x00.pdf")),
            {
                "files": (
                    {
                        "kind": "document",
                        "name": "Đơn\ufffd.pdf",
                        "content_type": "application/pdf",
                        "size": 123,
                        "remote_ref": "F1",
                    },
                )
            },
            id="document",
        ),
        pytest.param(
            message(video=file(duration=3, width=1, height=1, mime_type="video/mp4")),
            {"files": ({"kind": "document", "content_type": "video/mp4", "size": 123, "remote_ref": "F1"},)},
            id="video",
        ),
        pytest.param(
            message(video_note=file(duration=3, length=240)),
            {"files": ({"kind": "document", "content_type": "video/mp4", "size": 123, "remote_ref": "F1"},)},
            id="round video",
        ),
        pytest.param(
            message(document={"file_id": "F1", "file_unique_id": "u1"}),
            {"files": ({"kind": "document", "remote_ref": "F1"},)},
            id="document without a word about it",
        ),
        pytest.param(message(location=PLACE), {"files": ({"kind": "location", **PLACE},)}, id="location"),
        pytest.param(
            message(location=PLACE, venue={"location": PLACE, "title": "Chợ Đình", "address": "Thôn Giữa"}),
            {"files": ({"kind": "location", "name": "Chợ Đình", **PLACE},)},
            id="venue",
        ),
        pytest.param(
            message(contact={"phone_number": "+84900000000", "first_name": "Lan", "user_id": 1001}),
            {"text": "+84900000000"},
            id="own contact",
        ),
        pytest.param(
            message(contact={"phone_number": "+84911111111", "first_name": "Hoa", "user_id": 2002}),
            {"kind": "unsupported"},
            id="somebody else's contact",
        ),
        pytest.param(
            message(contact={"phone_number": "+84911111111", "first_name": "Hoa"}),
            {"kind": "unsupported"},
            id="contact of nobody known",
        ),
        pytest.param(
            message(sticker=file(width=1, height=1, is_animated=False, is_video=False, type="regular", emoji="👍")),
            {"kind": "unsupported"},
            id="sticker",
        ),
        pytest.param(message(dice={"value": 3, "emoji": "🎲"}), {"kind": "unsupported"}, id="dice"),
        pytest.param(message(hologram={"depth": 3}), {"kind": "unsupported"}, id="a kind of the future"),
        pytest.param(message(text="a\x00b\ud83d"), {"text": "a\ufffdb\ufffd"}, id="what no database can hold"),
        pytest.param(tap(message=OLD), {"choice": "submit.send~3~yes"}, id="tap"),
        pytest.param(tap(data="a\x00\udfff", message=OLD), {"choice": "a\ufffd\ufffd"}, id="tap with NUL"),
        pytest.param(
            tap(message={"message_id": 8, "date": 0, "chat": PRIVATE}),
            {"choice": "submit.send~3~yes"},
            id="tap on a message that is gone",
        ),
        pytest.param(membership(PRIVATE, "kicked"), {"kind": "left"}, id="blocked"),
    ],
)
def test_a_private_update_says(update: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert read(update) == FROM_LAN | wanted


@pytest.mark.parametrize(
    ("update", "wanted"),
    [
        pytest.param(message(chat=GROUP, text="/tonghop"), {"text": "/tonghop"}, id="command"),
        pytest.param(
            message(chat=GROUP, text="/tonghop@DoiThoai_bot 3"), {"text": "/tonghop@DoiThoai_bot 3"}, id="named"
        ),
        pytest.param(message(chat=GROUP, photo=SIZES), {"files": (PHOTO,)}, id="photo"),
        pytest.param(tap(message=OLD | {"chat": GROUP}), {"choice": "submit.send~3~yes"}, id="tap"),
    ],
)
def test_in_a_group_the_sender_is_the_person_and_the_group_stands_beside(
    update: dict[str, Any], wanted: dict[str, Any]
) -> None:
    assert read(update, "doithoai_bot") == IN_GROUP | wanted


@pytest.mark.parametrize(
    "update",
    [
        pytest.param({"edited_message": message(text="Đường tốt")["message"]}, id="edited message"),
        pytest.param(
            {"channel_post": {"message_id": 1, "date": 1, "chat": GROUP | {"type": "channel"}, "text": "x"}},
            id="channel post",
        ),
        pytest.param(message(chat=GROUP, text="/tonghop@other_bot"), id="command for another bot"),
        pytest.param(message(chat=GROUP, sender=BOT, text="/tonghop"), id="another bot"),
        pytest.param(message(chat=GROUP, sender=BOT, sender_chat=GROUP, text="/x"), id="anonymous administrator"),
        pytest.param(message(chat=GROUP, sender_chat=GROUP, text="/x"), id="on behalf of a channel"),
        pytest.param(message(chat=GROUP, dice={"value": 3, "emoji": "🎲"}), id="sticker and the like in a group"),
        pytest.param(message(chat=GROUP, migrate_to_chat_id=-100999), id="group upgraded"),
        pytest.param(message(chat=GROUP, migrate_from_chat_id=-99), id="upgraded from a group"),
        pytest.param(message(chat=GROUP, new_chat_members=[LAN]), id="somebody joined"),
        pytest.param(message(pinned_message=OLD), id="pinned"),
        pytest.param(membership(GROUP, "kicked"), id="removed from a group"),
        pytest.param(membership(PRIVATE, "member"), id="unblocked"),
        pytest.param(tap(data=None, message=OLD, game_short_name="x"), id="tap on a game"),
        pytest.param(tap(inline_message_id="1"), id="tap on an inline message"),
        pytest.param(
            {"poll_answer": {"poll_id": "1", "user": LAN, "option_ids": [0], "option_persistent_ids": []}},
            id="poll answer",
        ),
        pytest.param({"something_of_the_future": {"a": 1}}, id="unknown kind"),
    ],
)
def test_of_these_nobody_hears(update: dict[str, Any]) -> None:
    assert read(update, "doithoai_bot") is None


@pytest.mark.parametrize(
    ("code", "language"), [("en", "en"), ("en-US", "en"), ("zh-hans", "zh"), ("VI", "vi"), (None, None)]
)
def test_the_language_is_its_first_part(code: str | None, language: str | None) -> None:
    sender = {key: value for key, value in LAN.items() if key != "language_code"}
    found = read(message(sender=sender | ({"language_code": code} if code else {}), text="a"))
    assert found is not None
    assert found.get("language") == language


@pytest.mark.parametrize("update", [message(text="Đường hỏng"), tap(message=OLD)], ids=["text", "tap"])
def test_the_commonest_updates_are_read_without_the_librarys_objects(update: dict[str, Any]) -> None:
    assert plain_incoming({"update_id": 500, **update}, 7, AT) is not None


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"message": None},
        {"message": {"text": "a"}},
        {"message": message(text=5)["message"]},
        {"callback_query": {"from": LAN, "message": {"chat": PRIVATE}}},
        {"callback_query": {"from": {**LAN, "language_code": 5}, "data": "a", "message": OLD}},
        {"poll": {}},
    ],
)
def test_what_is_not_shaped_as_it_should_be_is_left_to_the_library(raw: dict[str, Any]) -> None:
    assert plain_incoming({"update_id": 500, **raw}, 7, AT) is None
