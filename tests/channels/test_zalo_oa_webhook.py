"""Events come in signed, are taken before they are acknowledged, and come again when they were not taken."""

import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.zalo_oa_signature import Signature, mac, oa_id_of
from storage.database import Database
from tests.channels.telegram_tools import Intake
from tests.channels.zalo_oa_tools import PNG, SetClock, account, listening, office_on_sqlite
from tests.fakes.zalo_oa import OAServer, Signing
from tests.fakes.zalo_oa.webhook import encode, headers_of


@pytest.fixture
async def database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    async with office_on_sqlite(sqlite_template, tmp_path) as opened:
        yield opened


@pytest.fixture
async def server() -> AsyncIterator[OAServer]:
    async with OAServer.serve(SetClock()) as api:
        yield api


@pytest.fixture
def intake() -> Intake:
    return Intake()


async def test_what_people_do_is_heard_and_their_files_are_fetched(
    server: OAServer, database: Database, intake: Intake
) -> None:
    async with account(server, database) as oa, listening(oa, server, intake.take):
        lan = server.resident()
        await lan.follow()
        await lan.say("Đường hỏng")
        await lan.send_photo(PNG, "Ở thôn Giữa")
        await lan.send_location("20.2", "106.5")
        await lan.submit_info("Lan", "84912345678")
        await lan.unfollow()
        await server.webhook.settled()
        texts = [each.text or each.kind for each in intake.taken]
        assert texts == ["/start", "Đường hỏng", "Ở thôn Giữa", "message", "message", "left"]
        assert {each.sender for each in intake.taken} == {lan.id}, "no digit of the id is lost"
        assert await oa.fetch(intake.taken[2].files[0].remote_ref) == PNG
        assert intake.taken[4].contact is not None
    assert server.webhook.answers == [200] * 6


@pytest.mark.parametrize("body", [b"{}", b"", b" {} \n"])
async def test_the_unsigned_probe_is_welcome(server: OAServer, database: Database, intake: Intake, body: bytes) -> None:
    async with account(server, database) as oa, listening(oa, server, intake.take):
        assert await server.webhook.probe(body) == 200
    assert not intake.taken


@pytest.mark.parametrize("body", [b"[]", b"null", b"{", b"\xff", b'"a"', b"[" * 100_000])
async def test_what_is_no_event_is_refused(server: OAServer, database: Database, intake: Intake, body: bytes) -> None:
    async with account(server, database) as oa:
        assert await oa.take_webhook(body, {}, intake.take) == 400


async def test_an_event_that_could_not_be_taken_comes_again(
    server: OAServer, database: Database, intake: Intake
) -> None:
    intake.refuses.add("Đường hỏng")
    async with account(server, database) as oa, listening(oa, server, intake.take):
        await server.resident().say("Đường hỏng")
        await server.webhook.settled()
        assert server.webhook.answers == [503] * 6
        assert len(server.webhook.given_up) == 1
        intake.refuses.clear()
        await server.resident().say("Đường hỏng")
        await server.webhook.settled()
    assert (server.webhook.answers[-1], intake.texts) == (200, ["Đường hỏng"])


VARIANTS: dict[str, tuple[Signing, dict[str, Any]]] = {
    "as the documents say": (Signing(), {}),
    "oa_id first": (Signing(first="oa_id"), {"zalo_oa_signature_first": "oa_id"}),
    "time in the header": (Signing(timestamp="header"), {"zalo_oa_signature_timestamp": "header"}),
    "the app's secret": (Signing(key="app"), {"zalo_oa_webhook_secret": ""}),
    "all three": (
        Signing(first="oa_id", timestamp="header", key="app"),
        {
            "zalo_oa_signature_first": "oa_id",
            "zalo_oa_signature_timestamp": "header",
            "zalo_oa_webhook_secret": "",
        },
    ),
}


@pytest.mark.parametrize("prefix", ["mac=", ""])
@pytest.mark.parametrize(("signing", "settings"), VARIANTS.values(), ids=VARIANTS)
async def test_each_way_of_signing_that_was_seen_is_a_setting(
    server: OAServer, database: Database, intake: Intake, signing: Signing, settings: dict[str, Any], prefix: str
) -> None:
    server.sign_like(replace(signing, prefix=prefix))
    async with account(server, database, **settings) as oa, listening(oa, server, intake.take):
        lan = server.resident()
        await lan.say("Xin chào")
        await lan.follow()
        lan.event("oa_send_text", sender={"id": server.oa_id}, recipient={"id": lan.id})
        await server.webhook.settled()
    assert server.webhook.answers == [200] * 3
    assert intake.texts == ["Xin chào", "/start"]


@pytest.mark.parametrize("name", VARIANTS)
async def test_each_way_of_signing_is_refused_by_every_other_setting_and_the_log_says_what_would_fit(
    server: OAServer, database: Database, intake: Intake, name: str
) -> None:
    signing, _ = VARIANTS[name]
    event = await server.resident().say("Xin chào")
    for other, (_, settings) in VARIANTS.items():
        if other == name:
            continue
        with capture_logs() as logs:
            async with account(server, database, **settings) as oa:
                assert await oa.take_webhook(encode(event), headers_of(server, event, signing), intake.take) == 403
        nobody_has_the_key = signing.key == "oa" and "zalo_oa_webhook_secret" in settings
        fitting = f"first term {signing.first}, timestamp in {signing.timestamp}, "
        assert [each["would_match"].startswith("none" if nobody_has_the_key else fitting) for each in logs] == [True]
    assert not intake.taken


async def test_a_forged_event_is_refused(server: OAServer, database: Database, intake: Intake) -> None:
    event = await server.resident().say("Xin chào")
    headers = headers_of(server, event, Signing())
    forged = encode(event).replace(b"Xin", b"Xon")
    async with account(server, database) as oa:
        assert await oa.take_webhook(forged, headers, intake.take) == 403
        assert await oa.take_webhook(encode(event), {}, intake.take) == 403
        assert await oa.take_webhook(encode(event), {"X-ZEvent-Signature": "mac="}, intake.take) == 403
        assert await oa.take_webhook(encode(event), {"X-ZEvent-Signature": "mac=ệ"}, intake.take) == 403
        upper = {name.upper(): value for name, value in headers.items()}
        assert await oa.take_webhook(encode(event), upper, intake.take) == 200
    assert len(intake.taken) == 1


async def test_without_any_key_nothing_is_believed(server: OAServer, database: Database, intake: Intake) -> None:
    server.app_secret = server.webhook_secret = ""
    event = await server.resident().say("Xin chào")
    headers = headers_of(server, event, Signing())
    async with account(server, database, zalo_oa_app_secret="", zalo_oa_webhook_secret="") as oa:
        assert await oa.take_webhook(encode(event), headers, intake.take) == 403


async def test_switched_off_everything_is_taken_and_the_log_is_loud(
    server: OAServer, database: Database, intake: Intake
) -> None:
    event = await server.resident().say("Xin chào")
    with capture_logs() as logs:
        async with account(server, database, zalo_oa_signature="off") as oa:
            assert await oa.take_webhook(encode(event), {}, intake.take) == 200
    assert [(each["log_level"], each["event"]) for each in logs] == [("warning", "webhook_not_verified")]
    assert intake.texts == ["Xin chào"]


async def test_an_unknown_event_is_acknowledged_and_logged_by_its_name_alone(
    server: OAServer, database: Database, intake: Intake
) -> None:
    with capture_logs() as logs:
        async with account(server, database) as oa, listening(oa, server, intake.take):
            server.resident().event("user_click_chatnow", note="Bà Lan 0912345678")
            server.resident().event("user_seen_message", message={"msg_id": "1"})
            await server.webhook.settled()
    assert server.webhook.answers == [200, 200]
    assert logs == [
        {"event": "event_ignored", "log_level": "info", "channel": "zalo_oa", "event_name": "user_click_chatnow"}
    ]


def test_the_signature_is_a_plain_hash_of_the_four_terms() -> None:
    event = {"app_id": "360", "timestamp": "1763700000123", "sender": {"id": "1"}}
    body = json.dumps(event).encode()
    signed = hashlib.sha256(b"360" + body + b"1763700000123" + b"key").hexdigest()
    assert mac("360", body, "1763700000123", "key") == signed
    for given in (f"mac={signed}", signed, f"mac={signed.upper()}"):
        assert Signature(key="key").matches(body, event, {"x-zevent-signature": given})
    assert not Signature(key="key").matches(body, event, {"x-zevent-signature": f"mac={signed[:-1]}"})


@pytest.mark.parametrize(
    ("event", "oa_id"),
    [
        ({"event_name": "user_send_text", "sender": {"id": "1"}, "recipient": {"id": "2"}}, "2"),
        ({"event_name": "oa_send_text", "sender": {"id": "2"}, "recipient": {"id": "1"}}, "2"),
        ({"event_name": "follow", "oa_id": "2", "follower": {"id": "1"}}, "2"),
        ({"recipient": "2"}, ""),
    ],
)
def test_the_account_is_found_in_each_kind_of_event(event: dict[str, Any], oa_id: str) -> None:
    assert oa_id_of(event) == oa_id
