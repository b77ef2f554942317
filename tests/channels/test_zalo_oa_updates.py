"""What each event of an Official Account says, from payloads as the platform sends them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa_updates import event_name, incoming_of, is_known
from handlers.messages import Contact, InboundFile
from tests.channels.zalo_oa_tools import AT

LAN, OA = "6149725318240391185", "2811123456789012345"
FROM_LAN: dict[str, Any] = {
    "office_id": 7,
    "channel": "zalo_oa",
    "inbound_id": "96d3cdf3af150460909",
    "sender": LAN,
    "sender_name": "",
    "received_at": AT,
}
FOLLOWED = FROM_LAN | {"inbound_id": f"follow:{LAN}:1763700000123"}
URL = "https://f21-photo.zdn.vn/1/abc.jpg"
UNREADABLE = FROM_LAN | {"kind": "unsupported"}


def event(name: str, *attachments: Any, **message: Any) -> dict[str, Any]:
    content = {"msg_id": "96d3cdf3af150460909", **message}
    if attachments:
        content["attachments"] = list(attachments)
    return {
        "app_id": "360846524940903967",
        "sender": {"id": LAN},
        "recipient": {"id": OA},
        "user_id_by_app": "552177279717587730",
        "event_name": name,
        "message": content,
        "timestamp": "1763700000123",
    }


def membership(name: str, **more: Any) -> dict[str, Any]:
    return {
        "oa_id": OA,
        "follower": {"id": LAN},
        "user_id_by_app": "552177279717587730",
        "event_name": name,
        "source": "oa_profile",
        "app_id": "360846524940903967",
        "timestamp": "1763700000123",
        **more,
    }


def submitted(info: dict[str, Any]) -> dict[str, Any]:
    given = event("user_submit_info")
    del given["message"]
    return given | {"info": info}


def attached(kind: str, **payload: Any) -> dict[str, Any]:
    return {"type": kind, "payload": payload}


def file(kind: Any, **more: Any) -> dict[str, Any]:
    return FROM_LAN | {"files": (InboundFile(kind=kind, remote_ref=URL, **more),)}


def place(latitude: Any, longitude: Any) -> dict[str, Any]:
    return attached("location", coordinates={"latitude": latitude, "longitude": longitude})


SAID = [
    pytest.param(event("user_send_text", text="Đường hỏng"), FROM_LAN | {"text": "Đường hỏng"}, id="text"),
    pytest.param(
        event("user_send_text", text="submit.send~3~yes"), FROM_LAN | {"choice": "submit.send~3~yes"}, id="a button"
    ),
    pytest.param(event("user_send_text", text="/gopy"), FROM_LAN | {"choice": "/gopy"}, id="a command"),
    pytest.param(event("user_send_text", text="a~b~c"), FROM_LAN | {"text": "a~b~c"}, id="tildes of a person"),
    pytest.param(event("user_send_text", text="/"), FROM_LAN | {"text": "/"}, id="a stroke"),
    pytest.param(event("user_send_text", text="a\x00b"), FROM_LAN | {"text": "a\ufffdb"}, id="what no database keeps"),
    pytest.param(event("user_send_text", text=""), UNREADABLE, id="empty text"),
    pytest.param(event("user_send_text", text={"a": 1}), UNREADABLE, id="text that is none"),
    pytest.param(event("user_send_image", attached("image", url=URL, thumbnail="t")), file("photo"), id="photo"),
    pytest.param(
        event("user_send_image", attached("image", url=URL), text="Ở thôn Giữa"),
        file("photo") | {"text": "Ở thôn Giữa"},
        id="photo with a caption",
    ),
    pytest.param(
        event("user_send_image", attached("image", url=URL), attached("image", url=f"{URL}?2")),
        FROM_LAN
        | {
            "files": (
                InboundFile(kind="photo", remote_ref=URL),
                InboundFile(kind="photo", remote_ref=f"{URL}?2"),
            )
        },
        id="two photos",
    ),
    pytest.param(event("user_send_image", attached("image", thumbnail="t")), UNREADABLE, id="photo without address"),
    pytest.param(
        event("user_send_location", place("10.7915367", "106.7872658"), text=""),
        FROM_LAN | {"files": (InboundFile(kind="location", latitude=10.7915367, longitude=106.7872658),)},
        id="location, numbers as text",
    ),
    pytest.param(
        event("user_send_location", place(10.5, 106), text="Chợ Giao Minh"),
        FROM_LAN | {"files": (InboundFile(kind="location", name="Chợ Giao Minh", latitude=10.5, longitude=106.0),)},
        id="location, numbers and a name",
    ),
    pytest.param(event("user_send_location", place("nan", "106")), UNREADABLE, id="location of nowhere"),
    pytest.param(event("user_send_location", place("91", "106")), UNREADABLE, id="location off the globe"),
    pytest.param(event("user_send_location", place(True, None)), UNREADABLE, id="location without numbers"),
    pytest.param(event("user_send_location", attached("location")), UNREADABLE, id="location without a place"),
    pytest.param(
        event("user_send_file", attached("file", url=URL, name="Đơn.pdf", size="123", type="pdf", checksum="c")),
        file("document", name="Đơn.pdf", size=123),
        id="document",
    ),
    pytest.param(event("user_send_file", attached("file", url=URL, size="x")), file("document"), id="size unknown"),
    pytest.param(event("user_send_audio", attached("audio", url=URL)), file("voice"), id="audio"),
    pytest.param(event("user_send_voice", attached("voice", url=URL)), file("voice"), id="voice"),
    pytest.param(
        event("user_send_video", attached("video", url=URL, thumbnail="t", description="")),
        file("document"),
        id="video",
    ),
    pytest.param(event("user_send_gif", attached("gif", url=URL, thumbnail="t")), file("document"), id="gif"),
    pytest.param(event("user_send_sticker", attached("sticker", id="23061", url=URL)), UNREADABLE, id="sticker"),
    pytest.param(
        event("user_send_link", attached("link", url="https://a.vn/1", description="Bài"), text="Xem đây"),
        FROM_LAN | {"text": "Xem đây\nhttps://a.vn/1"},
        id="link beside words",
    ),
    pytest.param(
        event("user_send_link", attached("link", url="https://a.vn/1"), text="https://a.vn/1"),
        FROM_LAN | {"text": "https://a.vn/1"},
        id="link that is the words",
    ),
    pytest.param(event("user_send_link", attached("link")), UNREADABLE, id="link to nowhere"),
    pytest.param(
        event("user_send_business_card", attached("link", url=URL, description='{"phone":"84900"}'), text="Danh thiếp"),
        UNREADABLE,
        id="card of somebody",
    ),
    pytest.param(event("user_send_hologram", attached("hologram", url=URL)), UNREADABLE, id="a kind of tomorrow"),
    pytest.param(membership("follow"), FOLLOWED | {"text": "/start"}, id="follow"),
    pytest.param(
        membership("unfollow"),
        FROM_LAN | {"inbound_id": f"unfollow:{LAN}:1763700000123", "kind": "left"},
        id="unfollow",
    ),
    pytest.param(
        submitted(
            {
                "name": "Nguyễn Thị Lan",
                "phone": "84912345678",
                "user_dob": "01/01/1960",
                "gender": "2",
                "full_address": {"user_city": "Ninh Bình", "user_ward": "Giao Minh", "user_address": "Thôn 1"},
            }
        ),
        FROM_LAN
        | {
            "inbound_id": f"user_submit_info:{LAN}:1763700000123",
            "contact": Contact(name="Nguyễn Thị Lan", phone="84912345678"),
        },
        id="particulars",
    ),
    pytest.param(
        submitted({"address": "a", "phone": 84912345678, "city": "c", "district": "d", "name": "Lan", "ward": "w"}),
        FROM_LAN
        | {
            "inbound_id": f"user_submit_info:{LAN}:1763700000123",
            "contact": Contact(name="Lan", phone="84912345678"),
        },
        id="particulars, older shape",
    ),
    pytest.param(
        submitted({}),
        UNREADABLE | {"inbound_id": f"user_submit_info:{LAN}:1763700000123"},
        id="particulars of nobody",
    ),
]


@pytest.mark.parametrize(("raw", "wanted"), SAID)
def test_an_event_becomes_the_neutral_message(raw: dict[str, Any], wanted: dict[str, Any]) -> None:
    incoming = incoming_of(json.loads(json.dumps(raw)), 7, AT)
    assert incoming is not None
    assert incoming.model_dump(exclude_defaults=True) == type(incoming)(**wanted).model_dump(exclude_defaults=True)


@pytest.mark.parametrize(
    ("raw", "known"),
    [
        pytest.param(event("oa_send_text", text="Chào ông/bà"), True, id="echo of a text"),
        pytest.param(event("oa_send_image", attached("image", url=URL)), True, id="echo of a picture"),
        pytest.param(event("user_received_message", tracking_id="77"), True, id="received"),
        pytest.param(event("user_seen_message"), True, id="seen"),
        pytest.param(event("user_send_group_text", text="a"), True, id="group"),
        pytest.param(event("user_click_chatnow"), False, id="unknown"),
        pytest.param(event("anonymous_send_text", text="a"), False, id="nobody we can answer"),
        pytest.param({"event_name": "user_send_text", "message": {"text": "a"}}, True, id="no sender"),
        pytest.param(event("user_send_text", text="a") | {"sender": "x"}, True, id="a sender that is none"),
        pytest.param({"event_name": 5}, False, id="no name"),
        pytest.param({"a": []}, False, id="something else"),
    ],
)
def test_nobody_hears_of_what_is_not_said_to_us(raw: dict[str, Any], known: bool) -> None:
    assert incoming_of(raw, 7, AT) is None
    assert is_known(raw) is known


def test_a_repeated_event_without_a_message_id_has_the_same_id_and_another_follow_has_not() -> None:
    def inbound_id(**more: Any) -> str:
        incoming = incoming_of(membership("follow", **more), 7, AT)
        assert incoming is not None
        return incoming.inbound_id

    assert inbound_id() == inbound_id() != inbound_id(timestamp="1763700000124")
    assert inbound_id(timestamp=None) == inbound_id(timestamp=None) != inbound_id(timestamp=None, source="qr")


def test_a_name_that_is_none_is_not_logged() -> None:
    assert event_name({"event_name": "Bà Lan 0912345678"}) == "?"


KINDS = ("text", "link", "image", "location", "file", "audio", "video", "sticker", "business_card")
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(["follow", "unfollow", "user_submit_info", *(f"user_send_{kind}" for kind in KINDS)]),
    st.fixed_dictionaries(
        {},
        optional={
            "sender": values,
            "message": st.fixed_dictionaries({}, optional={"text": values, "msg_id": values, "attachments": values}),
            "info": values,
            "follower": values,
            "timestamp": values,
        },
    ),
)
def test_no_event_of_any_shape_breaks_the_reading(name: str, parts: dict[str, Any]) -> None:
    raw = event(name) | parts
    incoming = incoming_of(raw, 7, AT)
    assert incoming is None or (incoming.sender and incoming.inbound_id)
