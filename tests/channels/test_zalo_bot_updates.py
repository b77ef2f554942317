"""What each kind of event says, from payloads as the platform sends them, in each of the envelopes it may have."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_bot_updates import events_of, incoming_of

AT = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)
LAN = "6ede9afa66b88fe6d6a9"
BOT = "1f2e3d4c5b6a79880000"
PRIVATE = {"chat_type": "PRIVATE", "id": LAN}
SENDER = {"id": LAN, "is_bot": False, "display_name": "Nguyễn Thị Lan"}
FROM_LAN = {
    "office_id": 7,
    "channel": "zalo_bot",
    "inbound_id": "2d758cb5e222177a4e35",
    "sender": LAN,
    "sender_name": "Nguyễn Thị Lan",
    "received_at": AT,
}
PHOTO_URL = "https://photo-stal-9.zdn.vn/jpg/a7c2.jpg?x=1"
VOICE_URL = "https://voice-aac-dl.zdn.vn/8d1.aac"
PHOTO = {"kind": "photo", "content_type": "image/jpeg", "remote_ref": PHOTO_URL}
VOICE = {"kind": "voice", "content_type": "audio/aac", "remote_ref": VOICE_URL}
UNSUPPORTED = {"kind": "unsupported"}


def said(kind: str | None = "text", *, sender: Any = SENDER, chat: Any = PRIVATE, **content: Any) -> dict[str, Any]:
    """An event with a message; kind None: without event_name."""
    message = {"date": 1757488131602, "chat": chat, "message_id": "2d758cb5e222177a4e35", "from": sender, **content}
    named = {} if kind is None else {"event_name": f"message.{kind}.received"}
    return {**named, "message": message}


def read(payload: object) -> list[dict[str, Any] | None]:
    found = [incoming_of(event, 7, AT, BOT) for event in events_of(json.loads(json.dumps(payload)))]
    return [incoming.model_dump(exclude_defaults=True) if incoming else None for incoming in found]


EVENTS = [
    pytest.param(said(text="Đường hỏng"), {"text": "Đường hỏng"}, id="text"),
    pytest.param(said(text="/start tw-1"), {"text": "/start tw-1"}, id="a command is plain text"),
    pytest.param(
        said("image", photo_url=PHOTO_URL, caption="Ổ gà", message_type="CHAT_PHOTO"),
        {"text": "Ổ gà", "files": (PHOTO,)},
        id="image as captured",
    ),
    pytest.param(said("image", photo_url=PHOTO_URL), {"files": (PHOTO,)}, id="image without words"),
    pytest.param(said("image", photo_url=PHOTO_URL, caption=""), {"files": (PHOTO,)}, id="image with an empty caption"),
    pytest.param(
        said("image", photo=PHOTO_URL, caption="Ổ gà"), {"text": "Ổ gà", "files": (PHOTO,)}, id="as documented"
    ),
    pytest.param(
        said("image", photo_url=PHOTO_URL, photo="https://old.example/x.jpg"), {"files": (PHOTO,)}, id="both fields"
    ),
    pytest.param(said("image", photo={"url": PHOTO_URL}), {"files": (PHOTO,)}, id="image in an object"),
    pytest.param(said("image", photo="a7c2"), UNSUPPORTED, id="image without an address"),
    pytest.param(said("voice", voice_url=VOICE_URL, message_type="CHAT_VOICE"), {"files": (VOICE,)}, id="voice"),
    pytest.param(said("sticker", sticker="46984", url="https://s.zdn.vn/46984"), UNSUPPORTED, id="sticker"),
    pytest.param(said("unsupported"), UNSUPPORTED, id="unsupported with a sender"),
    pytest.param(said("unsupported", text="bị giữ lại"), UNSUPPORTED, id="unsupported says nothing, whatever it has"),
    pytest.param(said("link", url="https://example.vn"), UNSUPPORTED, id="link, from third-party code"),
    pytest.param(said("of_the_future", thing=1), UNSUPPORTED, id="a kind of the future"),
    pytest.param(said(text=""), UNSUPPORTED, id="an empty text"),
    pytest.param(said(text=5), UNSUPPORTED, id="a text that is none"),
    pytest.param(said(None, text="Đường hỏng"), {"text": "Đường hỏng"}, id="text without event_name"),
    pytest.param(said(None, photo_url=PHOTO_URL, caption="Ổ gà"), {"text": "Ổ gà", "files": (PHOTO,)}, id="image so"),
    pytest.param(said(None, voice_url=VOICE_URL), {"files": (VOICE,)}, id="voice so"),
    pytest.param(said(None, sticker="46984"), UNSUPPORTED, id="sticker so"),
    pytest.param(said("text", photo_url=PHOTO_URL), {"files": (PHOTO,)}, id="the fields tell more than the name"),
    pytest.param(
        said(text="a", sender={"id": LAN, "is_bot": False, "first_name": "Lan"}),
        {"text": "a", "sender_name": "Lan"},
        id="first_name, as an old page has it",
    ),
    pytest.param(
        said(text="a", sender={"id": LAN, "name": "Lan"}), {"text": "a", "sender_name": "Lan"}, id="name alone"
    ),
    pytest.param(
        said(text="a", sender={"id": LAN, "display_name": " ", "first_name": "Lan", "name": "x"}),
        {"text": "a", "sender_name": "Lan"},
        id="the first name that is one",
    ),
    pytest.param(said(text="a", sender={"id": LAN}), {"text": "a", "sender_name": ""}, id="no name"),
    pytest.param(said(text="a", chat={}), {"text": "a"}, id="no chat: its id is the sender's"),
    pytest.param(
        said(text="a", sender=None), {"text": "a", "sender_name": ""}, id="no sender: the chat's id is theirs"
    ),
    pytest.param(said(text="a", chat={"id": LAN}), {"text": "a"}, id="no chat_type"),
    pytest.param(said(text="a\x00\ud800"), {"text": "a\ufffd\ufffd"}, id="what no database keeps"),
    pytest.param(said(text="a", date=None), {"text": "a"}, id="no date"),
    pytest.param(said(text="a", date=9e30), {"text": "a"}, id="a date of no calendar"),
    pytest.param(said(text="a")["message"], {"text": "a"}, id="flat, without event around it"),
]


@pytest.mark.parametrize("envelope", ["bare", "wrapped", "list", "wrapped list", "named list"])
@pytest.mark.parametrize(("event", "wanted"), EVENTS)
def test_an_event_says(envelope: str, event: dict[str, Any], wanted: dict[str, Any]) -> None:
    payload: object = {
        "bare": event,
        "wrapped": {"ok": True, "result": event},
        "list": [event],
        "wrapped list": {"ok": True, "result": [event]},
        "named list": {"ok": True, "result": {"updates": [event]}},
    }[envelope]
    expected = {key: value for key, value in (FROM_LAN | wanted).items() if value != ""}
    assert read(payload) == [expected]


@pytest.mark.parametrize(
    "event",
    [
        pytest.param({"event_name": "message.unsupported.received"}, id="unsupported without a message"),
        pytest.param({"event_name": "message.unsupported.received", "message": None}, id="with none"),
        pytest.param({"event_name": "message.unsupported.received", "message": {"private": "x"}}, id="without sender"),
        pytest.param(said(text="a", sender={**SENDER, "is_bot": True}), id="another bot"),
        pytest.param(said(text="a", sender={**SENDER, "id": BOT}, chat=PRIVATE), id="an echo of the bot's own message"),
        pytest.param(said(text="a", chat={"chat_type": "GROUP", "id": "g1"}), id="a group"),
        pytest.param(said("reaction", icon="x"), id="a reaction"),
        pytest.param({"event_name": "user.follow", "message": {"from": SENDER}}, id="a follower"),
        pytest.param({"event_name": "user.unfollow", "from": SENDER}, id="somebody who follows no more"),
        pytest.param(said(text="a", sender={}, chat={}), id="nobody"),
        pytest.param(said(text="a", sender={"id": ["x"]}, chat={"id": True}), id="ids that are none"),
        pytest.param({"event_name": 5, "message": "x"}, id="of another shape"),
    ],
)
def test_of_these_nobody_hears(event: dict[str, Any]) -> None:
    assert read(event) == [None]


@pytest.mark.parametrize(
    "payload",
    [{}, [], None, 5, "x", [1, None], {"ok": True}, {"ok": True, "result": None}, {"ok": False, "result": said()}],
)
def test_in_these_is_no_event(payload: object) -> None:
    assert read(payload) == []


def test_a_list_is_read_in_order() -> None:
    texts = [found["text"] for found in read([said(text="một"), 5, said(text="hai")]) if found]
    assert texts == ["một", "hai"]


def test_an_event_without_an_id_has_one_of_its_own_which_is_the_same_each_time() -> None:
    one, other = said(text="a", message_id=None), said(text="b", message_id=None)
    ids = [found["inbound_id"] for found in read([one, one, other]) if found]
    assert ids[0] == ids[1] != ids[2]
    assert ids[0].startswith("digest:")


def test_ids_are_taken_as_numbers_too() -> None:
    [found] = read(said(text="a", message_id=17, chat={"chat_type": "PRIVATE", "id": 99}))
    assert found is not None
    assert (found["inbound_id"], found["sender"]) == ("17", "99")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["ok", "result", "event_name", "message", "from", "chat", "id", "text", "photo_url", "caption", "is_bot", "updates"]
)


@given(st.recursive(JSON, lambda inner: st.dictionaries(KEYS, inner, max_size=5) | st.lists(inner, max_size=3)))
def test_no_payload_whatever_breaks_the_reading(payload: object) -> None:
    for event in events_of(payload):
        incoming = incoming_of(event, 7, AT, BOT)
        assert incoming is None or incoming.sender
