"""The Official Account sends texts, buttons, files and templates, against a strict fake of the platform."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from bot.channels.base import Channel, SendError, Window, WindowedChannel
from bot.channels.zalo_oa import ZaloOA
from bot.channels.zalo_oa_setup import make_zalo_oa, zalo_oa_secrets
from bot.settings import Settings
from handlers.messages import Choice, OutboundFile, Reply
from storage.database import Database
from tests.channels.telegram_tools import Intake
from tests.channels.zalo_oa_tools import (
    AT,
    OFFICE,
    PNG,
    Links,
    SetClock,
    Shelf,
    account,
    failure,
    listening,
    office_on_sqlite,
    policy,
    settings_of,
)
from tests.fakes.zalo_oa import FakeResident, OAServer, Template

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
QUESTION = "Gửi?\n1. Gửi\n2. Sửa lời"
CHOICES = (Choice(label="Gửi", value="submit.send~3~yes"), Choice(label="Sửa lời", value="submit.send~3~no"))
VALUES = {"code": "GM-0042", "office": "Xã Giao Minh", "agency": "Ban Kinh tế", "date": "24/11/2026"}
TEMPLATE: dict[str, Any] = {"zalo_oa_template_data": {"ma": "code", "noi_gui": "office"}}


@pytest.fixture
async def database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    async with office_on_sqlite(sqlite_template, tmp_path) as opened:
        yield opened


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def server(clock: SetClock) -> AsyncIterator[OAServer]:
    async with OAServer.serve(clock) as api:
        yield api
        assert not api.faults


@pytest.fixture
async def oa(server: OAServer, database: Database) -> AsyncIterator[ZaloOA]:
    async with account(server, database) as made:
        yield made


@pytest.fixture
async def lan(server: OAServer) -> FakeResident:
    person = server.resident()
    await person.say("Xin chào")
    return person


async def send(oa: ZaloOA, to: FakeResident, text: str = "", *choices: Choice, file: OutboundFile | None = None) -> Any:
    reply = Reply(text=text, choices=choices, files=(file,) if file else ())
    return await oa.send(1, to.id, reply, None)


def outbound(name: str, content_type: str, shown: str = "") -> OutboundFile:
    return OutboundFile(stored_as=name, name=shown or name, content_type=content_type, kind="document")


async def test_a_text_is_sent_as_typed(oa: ZaloOA, lan: FakeResident) -> None:
    remote_id = await send(oa, lan, "<b>Đường</b> *hỏng* https://example.vn &amp;")
    assert [(heard.message_id, heard.text, heard.buttons) for heard in lan.messages] == [
        (remote_id, "<b>Đường</b> *hỏng* https://example.vn &amp;", ())
    ]


@pytest.mark.parametrize(("buttons", "template_type"), [("plain", None), ("list", "list"), ("button", "button")])
async def test_choices_are_buttons_in_the_shape_that_is_set(
    server: OAServer, database: Database, lan: FakeResident, buttons: str, template_type: str | None
) -> None:
    async with account(server, database, zalo_oa_buttons=buttons) as oa:
        await send(oa, lan, QUESTION, *CHOICES)
    [heard] = lan.messages
    assert (heard.text, heard.template_type) == (QUESTION, template_type)
    assert [(each.title, each.payload, each.type) for each in heard.buttons] == [
        ("Gửi", "submit.send~3~yes", "oa.query.hide"),
        ("Sửa lời", "submit.send~3~no", "oa.query.hide"),
    ]


async def test_buttons_can_be_switched_off_or_leave_a_line(
    server: OAServer, database: Database, lan: FakeResident
) -> None:
    async with account(server, database, zalo_oa_buttons="off") as oa:
        await send(oa, lan, QUESTION, *CHOICES)
    async with account(server, database, zalo_oa_button_type="oa.query.show") as oa:
        await send(oa, lan, QUESTION, *CHOICES)
    assert [[each.type for each in heard.buttons] for heard in lan.messages] == [[], ["oa.query.show"] * 2]


async def test_a_label_that_is_too_long_and_a_choice_too_many_get_no_button(oa: ZaloOA, lan: FakeResident) -> None:
    labels = ["a" * 101, "b" * 100, *"cdefgh"]
    await send(oa, lan, QUESTION, *(Choice(label=label, value=f"x~1~{label[0]}") for label in labels))
    await send(oa, lan, QUESTION, Choice(label="a" * 101, value="x~1~a"))
    assert [heard.labels for heard in lan.messages] == [["b" * 100, "c", "d", "e", "f"], []]
    assert oa.limits.choices == 5


async def test_a_pressed_button_comes_back_as_the_choice(server: OAServer, oa: ZaloOA, lan: FakeResident) -> None:
    intake = Intake()
    async with listening(oa, server, intake.take):
        await send(oa, lan, QUESTION, *CHOICES)
        await lan.press("Sửa lời")
        await server.webhook.settled()
    assert [(each.text, each.choice) for each in intake.taken] == [(None, "submit.send~3~no")]


@pytest.mark.parametrize("code", [-201, -210, -233, -244, -248])
async def test_a_message_refused_because_of_its_buttons_is_sent_without_them(
    server: OAServer, oa: ZaloOA, lan: FakeResident, code: int
) -> None:
    server.refuses_buttons = code
    with capture_logs() as logs:
        assert await send(oa, lan, QUESTION, *CHOICES)
    assert [(heard.text, heard.buttons) for heard in lan.messages] == [(QUESTION, ())]
    assert [each["event"] for each in logs] == ["buttons_refused"]


async def test_a_message_refused_for_another_reason_is_not_sent_twice(
    server: OAServer, oa: ZaloOA, lan: FakeResident
) -> None:
    server.refuses_buttons = -213
    assert (await failure(send(oa, lan, QUESTION, *CHOICES))).recipient_gone
    assert server.calls["/v3.0/oa/message/cs"] == 1


@pytest.mark.parametrize(
    ("name", "content_type", "shown"),
    [
        ("a.png", "image/png", "Ảnh.png"),
        ("a.pdf", "application/pdf", "Giấy mời.pdf"),
        ("a.docx", DOCX, "Biên bản.docx"),
        ("a.csv", "text/plain", "Danh sách.csv"),
    ],
)
async def test_a_file_that_the_platform_takes_is_uploaded_and_named(
    oa: ZaloOA, lan: FakeResident, name: str, content_type: str, shown: str
) -> None:
    await send(oa, lan, file=outbound(name, content_type, shown))
    [heard] = lan.messages
    assert (heard.file, heard.file_name, heard.text) == (Shelf().files[name], shown, "")


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.ogg", "audio/ogg"),
        ("huge.png", "image/png"),
        ("huge.pdf", "application/pdf"),
        ("a.png", "image/webp"),
        ("a.csv", "application/pdf"),
        ("a.zip", "application/zip"),
        ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
async def test_any_other_file_is_a_link(oa: ZaloOA, lan: FakeResident, name: str, content_type: str) -> None:
    await send(oa, lan, file=outbound(name, content_type))
    assert [heard.text for heard in lan.messages] == [f"{name}\nhttps://doithoai.example/tep/{name}"]


async def test_a_file_that_the_platform_refuses_after_all_is_a_link(
    server: OAServer, oa: ZaloOA, lan: FakeResident
) -> None:
    server.errors["upload/image"] = [-210]
    await send(oa, lan, file=outbound("a.png", "image/png"))
    assert [heard.text for heard in lan.messages] == ["a.png\nhttps://doithoai.example/tep/a.png"]


async def test_without_an_address_of_our_own_there_is_no_link(
    server: OAServer, database: Database, lan: FakeResident
) -> None:
    async with account(server, database, links=Links("")) as oa:
        error = await failure(send(oa, lan, file=outbound("a.ogg", "audio/ogg")))
    assert policy(error) == {"code": "no_link_without_public_url"}


async def test_words_beside_a_file_are_said_before_it(oa: ZaloOA, lan: FakeResident) -> None:
    await send(oa, lan, "Giấy mời đây", file=outbound("a.pdf", "application/pdf"))
    assert [(heard.text, heard.file_name) for heard in lan.messages] == [("Giấy mời đây", ""), ("", "a.pdf")]


async def test_a_file_for_many_is_uploaded_once_and_again_when_it_has_expired(
    server: OAServer, clock: SetClock, oa: ZaloOA, lan: FakeResident
) -> None:
    picture = outbound("a.png", "image/png")
    for _ in range(3):
        await send(oa, lan, file=picture)
    assert server.calls["/v2.0/oa/upload/image"] == 1
    server.uploads.clear()
    await send(oa, lan, file=picture)
    assert server.calls["/v2.0/oa/upload/image"] == 2
    clock.forward(days=6)
    server.tokens.until = None
    await send(oa, lan, file=picture)
    assert (server.calls["/v2.0/oa/upload/image"], len(lan.messages)) == (3, 5)


async def test_a_file_that_is_not_on_disk_is_a_failure_for_good(oa: ZaloOA, lan: FakeResident) -> None:
    assert policy(await failure(send(oa, lan, file=outbound("none.pdf", "application/pdf")))) == {
        "code": "file_missing"
    }


async def test_the_limits_are_those_that_the_platform_keeps(oa: ZaloOA, lan: FakeResident) -> None:
    limits = oa.limits
    assert await send(oa, lan, "ệ" * limits.text)
    assert (await failure(send(oa, lan, "ệ" * (limits.text + 1)))).code == "over_limit"
    assert (limits.text_unit, limits.numbered, limits.edits) == ("utf16", True, False)


async def test_a_window_ends_seven_days_after_the_last_word(
    clock: SetClock, oa: ZaloOA, lan: FakeResident, server: OAServer
) -> None:
    await send(oa, lan, "Một")
    assert await oa.window(lan.id) == Window(
        free_until=AT + timedelta(hours=48), open_until=AT + timedelta(days=7), free_left=7
    )
    clock.forward(days=7)
    server.tokens.until = None
    assert policy(await failure(send(oa, lan, "Hai"))) == {"code": "window_closed", "window_closed": True}
    await lan.say("Vẫn đây")
    assert await send(oa, lan, "Ba")


@pytest.mark.parametrize(
    ("data", "free_left"),
    [
        ({"last_interaction": 1764000000000, "cs_reply": {"remain": 3}}, 3),
        ({"last_interaction": "1764000000000", "cs_reply": {"remain": "-1"}}, None),
        ({"last_interaction": "1764000000000", "cs_reply": "unlimited"}, None),
        ({"last_interaction": "1764000000000"}, None),
    ],
)
async def test_a_quota_is_read_in_each_shape(database: Database, data: dict[str, Any], free_left: int | None) -> None:
    async with answering({"error": 0, "data": data}, database) as oa:
        assert (await oa.window("1")).free_left == free_left


@pytest.mark.parametrize("moment", [None, "", "soon", True, "9" * 30])
async def test_a_quota_without_a_moment_is_no_answer(database: Database, moment: object) -> None:
    async with answering({"error": 0, "data": {"last_interaction": moment}}, database) as oa:
        assert policy(await failure(oa.window("1"))) == {"code": "bad_answer", "retryable": True}


@asynccontextmanager
async def answering(answer: dict[str, Any], database: Database) -> AsyncIterator[ZaloOA]:
    """An account whose every call is answered alike, by a transport in memory."""
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=answer))
    settings = Settings.model_validate(
        {"zalo_oa_app_id": "1", "zalo_oa_access_token": "a", "zalo_oa_refresh_token": "r"}
    )
    made = make_zalo_oa(settings, OFFICE, database, Shelf(), Links(), SetClock(), transport=transport)
    assert made is not None
    yield made
    await made.close()


async def test_a_template_goes_by_id_where_there_is_one_for_it(
    server: OAServer, database: Database, lan: FakeResident
) -> None:
    async with account(server, database, zalo_oa_template_id="301", zalo_oa_template_phone_id="302", **TEMPLATE) as oa:
        assert await oa.send_template(77, lan.id, VALUES, "84912345678") == "t1"
    assert server.templates == [
        Template(to=lan.id, template_id="301", data={"ma": "GM-0042", "noi_gui": "Xã Giao Minh"})
    ]


async def test_a_template_goes_by_telephone_where_there_is_no_other_way(
    server: OAServer, database: Database, lan: FakeResident
) -> None:
    by_phone = Template(
        to="84912345678", template_id="302", data={"ma": "GM-0042", "noi_gui": "Xã Giao Minh"}, tracking_id="77"
    )
    async with account(server, database, zalo_oa_template_phone_id="302", **TEMPLATE) as oa:
        assert await oa.send_template(77, lan.id, VALUES, "84912345678") == "p1"
    async with account(server, database, zalo_oa_template_id="301", zalo_oa_template_phone_id="302", **TEMPLATE) as oa:
        server.errors["oa/message/template"] = [-249]
        assert await oa.send_template(77, lan.id, VALUES, "84912345678") == "p2"
        server.errors["oa/message/template"] = [-131]
        assert (await failure(oa.send_template(77, lan.id, VALUES, "84912345678"))).code == "template_not_approved"
    assert server.templates == [by_phone, by_phone]


async def test_no_template_fits_where_none_is_set_or_a_word_is_missing(
    server: OAServer, database: Database, lan: FakeResident
) -> None:
    async with account(server, database) as oa:
        assert policy(await failure(oa.send_template(1, lan.id, VALUES, "84912345678"))) == {"code": "no_template"}
    async with account(server, database, zalo_oa_template_phone_id="302", **TEMPLATE) as oa:
        assert (await failure(oa.send_template(1, lan.id, VALUES, None))).code == "no_template"
        assert (await failure(oa.send_template(1, lan.id, {"code": "GM-0042"}, "84912345678"))).code == "no_template"
    async with account(server, database, zalo_oa_template_id="301", **TEMPLATE) as oa:
        server.errors["oa/message/template"] = [-249]
        assert (await failure(oa.send_template(1, lan.id, VALUES, None))).code == "template_not_by_uid"
    assert not server.templates


async def test_a_template_is_given_only_what_it_may_name() -> None:
    with pytest.raises(ValueError, match="zalo_oa_template_data"):
        Settings.model_validate({"zalo_oa_template_data": {"noi_dung": "text"}})


async def test_a_failure_says_what_to_do(server: OAServer, oa: ZaloOA, lan: FakeResident) -> None:
    server.errors["message/cs"] = [-32]
    assert policy(await failure(send(oa, lan, "a"))) == {"code": "too_many", "retryable": True, "retry_after": 30.0}
    server.broken_pages = 1
    assert policy(await failure(send(oa, lan, "a"))) == {"code": "bad_answer", "retryable": True}
    server.lost_answers = 1
    assert (await failure(send(oa, lan, "a"))).retryable
    await lan.unfollow()
    assert policy(await failure(send(oa, lan, "a"))) == {"code": "not_a_follower", "recipient_gone": True}


async def test_a_server_that_is_not_there_is_tried_again(database: Database, server: OAServer) -> None:
    closed = "http://127.0.0.1:9"
    async with account(server, database, zalo_oa_base_url=closed, zalo_oa_oauth_url=closed) as oa:
        assert policy(await failure(oa.who_am_i())) == {"code": "not_reached", "retryable": True}
    async with account(server, database, zalo_oa_oauth_url=closed) as oa:
        server.tokens.access = "another"
        assert policy(await failure(oa.who_am_i())) == {"code": "not_reached", "retryable": True}


async def test_the_account_knows_its_name(oa: ZaloOA, server: OAServer) -> None:
    assert await oa.who_am_i() == server.name


async def test_a_file_of_another_host_of_this_machine_is_not_fetched(oa: ZaloOA) -> None:
    for address in ("http://127.0.0.1:9/a.jpg", "https://127.0.0.1:9/a.jpg", "file:///etc/passwd", "nonsense"):
        with pytest.raises(SendError, match="file_address_refused"):
            await oa.fetch(address)


async def test_without_an_app_there_is_no_account(database: Database) -> None:
    assert make_zalo_oa(Settings.model_validate({}), OFFICE, database, Shelf(), Links()) is None


async def test_the_account_is_what_the_delivery_loop_expects(oa: ZaloOA) -> None:
    channel: Channel = oa
    windowed: WindowedChannel = oa
    assert (channel.name, isinstance(windowed, WindowedChannel)) == ("zalo_oa", True)
    assert (oa.limits.free_for, oa.limits.open_for) == (timedelta(hours=48), timedelta(days=7))


async def test_no_secret_number_or_word_of_anybody_is_in_a_log_line(
    server: OAServer, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("", "httpx", "httpcore", "httpcore.http11", "httpcore.connection", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    server.tokens.access, server.tokens.refresh = "marker-access", "marker-refresh"
    server.app_secret, server.webhook_secret = "marker-app", "marker-webhook"
    settings: dict[str, Any] = {
        "zalo_oa_access_token": "",
        "zalo_oa_refresh_token": "marker-refresh",
        "zalo_oa_template_phone_id": "3",
    }
    intake, lan = Intake(), server.resident(name="Bà Lan")
    intake.refuses.add("Đường hỏng hai năm")
    with capture_logs() as logs:
        async with account(server, database, **settings, **TEMPLATE) as oa, listening(oa, server, intake.take):
            await lan.say("Đường hỏng hai năm")
            await lan.send_photo(PNG, "Đường hỏng hai năm nữa")
            await lan.submit_info("Bà Lan", "84912345678")
            await server.webhook.settled()
            await oa.fetch(intake.taken[0].files[0].remote_ref)
            await send(oa, lan, "Đường hỏng hai năm, xã đã nhận", *CHOICES)
            await oa.send_template(1, lan.id, VALUES, "84912345678")
            server.refuses_buttons, server.errors["message/cs"] = -201, [-4711, -230]
            for _ in range(2):
                await failure(send(oa, lan, "Đường hỏng hai năm", *CHOICES))
            server.errors["access_token"] = [-14099]
            server.tokens.access = "marker-gone"
            await failure(oa.who_am_i())
    everything = caplog.text + str(logs)
    markers = ("marker-", "access-2", "refresh-2", "Đường hỏng", "Lan", "84912345678", "GM-0042")
    assert [marker for marker in markers if marker in everything] == []
    assert "access_token" in caplog.text, "the library's log was looked at"
    assert set(zalo_oa_secrets(settings_of(server))) >= {"marker-app", "marker-webhook"}
