"""The account's tokens: renewed once however many ask, kept before they are used, told of when they are dead."""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.processes import ROOT, running
from bot.channels.base import SendError
from bot.channels.zalo_oa import ZaloOA
from bot.channels.zalo_oa_tokens import Credentials, ZaloOATokens
from handlers.messages import Reply
from storage.database import Database, open_database
from storage.errors import Unavailable
from storage.transaction import Transaction
from tests.channels.zalo_oa_tools import AT, OFFICE, SetClock, account, add_office, failure, token_row
from tests.fakes.zalo_oa import FakeResident, OAServer

HELLO = Reply(text="Chào ông/bà.")
SENDS = 50
RENEW = "/v4/oa/access_token"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def server(clock: SetClock) -> AsyncIterator[OAServer]:
    async with OAServer.serve(clock) as api:
        yield api
        assert not api.faults


@pytest.fixture
async def office(database: Database) -> Database:
    await database.write(add_office)
    return database


async def known(server: OAServer) -> FakeResident:
    lan = server.resident()
    await lan.say("Xin chào")
    return lan


async def send(oa: ZaloOA, to: FakeResident) -> str | None:
    return await oa.send(1, to.id, HELLO, None)


def expire(server: OAServer, clock: SetClock) -> None:
    """The access token in force ends at this moment; the window of those who wrote does not."""
    server.tokens.until = clock()


async def test_a_token_that_works_is_not_renewed(server: OAServer, office: Database) -> None:
    lan = await known(server)
    async with account(server, office) as oa:
        await send(oa, lan)
    assert (len(lan.messages), server.tokens.refreshes) == (1, 0)


async def test_fifty_sends_at_the_moment_of_expiry_renew_once(
    server: OAServer, clock: SetClock, office: Database
) -> None:
    people = [await known(server) for _ in range(SENDS)]
    async with account(server, office) as oa:
        await send(oa, people[0])
        expire(server, clock)
        await asyncio.gather(*(send(oa, each) for each in people))
    assert (server.tokens.refreshes, server.calls[RENEW]) == (1, 1)
    assert [len(each.messages) for each in people] == [2] + [1] * (SENDS - 1)


async def test_fifty_sends_of_two_workers_at_the_moment_of_expiry_renew_once(
    server: OAServer, clock: SetClock, office: Database, migrated_url: str
) -> None:
    people = [await known(server) for _ in range(SENDS)]
    async with (
        open_database(migrated_url) as elsewhere,
        account(server, office) as one,
        account(server, elsewhere) as other,
    ):
        await asyncio.gather(send(one, people[0]), send(other, people[1]))
        expire(server, clock)
        await asyncio.gather(*(send((one, other)[number % 2], each) for number, each in enumerate(people)))
    assert (server.tokens.refreshes, server.calls[RENEW]) == (1, 1), "nobody else even tried"
    assert sum(len(each.messages) for each in people) == SENDS + 2


async def test_a_pair_is_renewed_before_it_ends_and_kept(server: OAServer, clock: SetClock, office: Database) -> None:
    lan = await known(server)
    async with account(server, office, zalo_oa_access_token="") as oa:
        await send(oa, lan)
        row = await token_row(office)
        assert (row.access_token, row.refresh_token, row.version) == ("access-2", "refresh-2", 2)
        assert row.expires_at == AT + timedelta(hours=25), "expires_in comes as text"
        clock.forward(hours=23, minutes=59)
        await send(oa, lan)
        assert server.tokens.refreshes == 1
        clock.forward(minutes=2)
        await send(oa, lan)
    assert (server.tokens.refreshes, (await token_row(office)).version) == (2, 3)
    assert server.calls["/v3.0/oa/message/cs"] == 3, "no send was refused on the way"


async def test_the_next_start_goes_on_with_the_pair_that_is_kept(server: OAServer, office: Database) -> None:
    lan = await known(server)
    for _ in range(3):
        async with account(server, office, zalo_oa_access_token="") as oa:
            await send(oa, lan)
    assert (server.tokens.refreshes, len(lan.messages)) == (1, 3)


async def test_settings_that_were_taken_over_before_do_not_bring_an_old_pair_back(
    server: OAServer, office: Database
) -> None:
    lan = await known(server)
    old: dict[str, Any] = {"zalo_oa_refresh_token": "long-used"}
    new: dict[str, Any] = {"zalo_oa_access_token": "access-1"}
    for settings in (old, new, old):
        async with account(server, office, **settings) as oa:
            await send(oa, lan)
    assert ((await token_row(office)).refresh_token, server.tokens.refreshes) == ("refresh-1", 0)


async def test_a_dead_refresh_token_is_told_once_and_messages_wait(
    server: OAServer, clock: SetClock, office: Database
) -> None:
    lan = await known(server)
    told: list[str] = []

    async def on_dead(reason: str) -> None:
        told.append(reason)

    async with account(server, office, on_dead) as oa:
        server.tokens.refresh = "given-to-somebody-else"
        expire(server, clock)
        errors = await asyncio.gather(*(send(oa, lan) for _ in range(5)), return_exceptions=True)
        errors.append(await failure(send(oa, lan)))
    assert told == ["error -14014"]
    assert (await token_row(office)).dead_reason == "error -14014"
    for error in errors:
        assert isinstance(error, SendError)
        assert (error.code, error.retryable, error.recipient_gone) == ("refresh_token_dead", True, False)
    assert server.calls[RENEW] == 1, "a dead token is not tried again"


@pytest.mark.parametrize("code", [-14014, -14020, -118])
async def test_each_code_of_a_dead_refresh_token_is_known(server: OAServer, office: Database, code: int) -> None:
    server.tokens.dead_with, server.tokens.refresh = code, "given-to-somebody-else"
    async with account(server, office, zalo_oa_access_token="") as oa:
        assert (await failure(oa.who_am_i())).code == "refresh_token_dead"
    assert (await token_row(office)).dead_reason == f"error {code}"


async def test_a_new_pair_in_the_settings_ends_a_death(server: OAServer, office: Database) -> None:
    server.tokens.refresh = "refresh-new"
    async with account(server, office, zalo_oa_access_token="") as oa:
        await failure(oa.who_am_i())
    async with account(server, office, zalo_oa_access_token="", zalo_oa_refresh_token="refresh-new") as oa:
        assert await oa.who_am_i() == server.name
    assert (await token_row(office)).dead_reason == ""


async def test_an_alert_that_fails_does_not_hide_why_nothing_goes_out(server: OAServer, office: Database) -> None:
    async def on_dead(reason: str) -> None:
        raise RuntimeError(reason)

    server.tokens.refresh = "given-to-somebody-else"
    async with account(server, office, on_dead, zalo_oa_access_token="") as oa:
        assert (await failure(oa.who_am_i())).code == "refresh_token_dead"


async def test_a_token_service_that_is_down_holds_nothing_up_while_the_token_works(
    server: OAServer, clock: SetClock, office: Database
) -> None:
    lan = await known(server)
    async with account(server, office) as oa:
        await send(oa, lan)
        clock.forward(hours=1, minutes=1)  # the margin of a pair of unknown age
        server.errors["access_token"] = [-14001]
        await send(oa, lan)
        await send(oa, lan)
        assert (server.calls[RENEW], server.tokens.refreshes) == (1, 0), "it is not asked each time"
        clock.forward(minutes=2)
        await send(oa, lan)
    assert (server.tokens.refreshes, len(lan.messages)) == (1, 4)


async def test_a_new_token_that_is_refused_too_is_not_renewed_again_and_again(
    server: OAServer, office: Database
) -> None:
    lan = await known(server)
    async with account(server, office) as oa:
        server.errors["message/cs"] = [-216] * 6
        errors = [await failure(send(oa, lan)) for _ in range(3)]
    assert [(error.code, error.retryable) for error in errors] == [("token_refused", True)] * 3
    assert server.tokens.refreshes == 1


async def test_whoever_gives_up_waiting_does_not_stop_the_renewal(
    server: OAServer, clock: SetClock, office: Database
) -> None:
    lan = await known(server)
    async with account(server, office, zalo_oa_access_token="") as oa:
        sending = asyncio.create_task(send(oa, lan))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
    assert (server.tokens.refreshes, (await token_row(office)).refresh_token) == (1, "refresh-2")


class Stubborn:
    """A database that refuses so many commits once a renewed pair exists."""

    def __init__(self, inner: Database, server: OAServer, refusals: int) -> None:
        self.inner, self.server, self.refusals = inner, server, refusals

    async def write(self, unit: Any) -> Any:
        if self.server.tokens.refreshes and self.refusals:
            self.refusals -= 1
            raise Unavailable("full")
        return await self.inner.write(unit)

    async def read(self, unit: Any) -> Any:
        return await self.inner.read(unit)

    async def hold(self, name: str) -> bool:
        return await self.inner.hold(name)

    async def still_holds(self, name: str) -> bool:
        return await self.inner.still_holds(name)


async def at_once(seconds: float) -> None:
    """A pause of no time."""
    await asyncio.sleep(0)


def credentials(server: OAServer, refresh_token: str = "refresh-1") -> Credentials:
    return Credentials(
        oauth_url=server.url,
        app_id=server.app_id,
        app_secret=server.app_secret,
        access_token="",
        refresh_token=refresh_token,
    )


@pytest.mark.parametrize(("refusals", "fails"), [(3, False), (10, True)])
async def test_a_new_pair_is_not_used_before_it_is_kept_and_not_lost_when_it_cannot_be(
    server: OAServer, office: Database, refusals: int, fails: bool
) -> None:
    tokens = ZaloOATokens(Stubborn(office, server, refusals), OFFICE, credentials(server), server.clock, pause=at_once)
    if fails:
        assert (await failure(tokens.current())).code == "storage"
        assert (await token_row(office)).version == 1
    assert (await tokens.current()).token == "access-2"
    assert (await token_row(office)).refresh_token == "refresh-2"
    assert server.tokens.refreshes == 1
    await tokens.close()


async def test_a_new_pair_that_could_not_be_kept_is_kept_at_the_latest_when_the_program_stops(
    server: OAServer, office: Database
) -> None:
    tokens = ZaloOATokens(Stubborn(office, server, 7), OFFICE, credentials(server), server.clock, pause=at_once)
    assert (await failure(tokens.current())).code == "storage"
    assert (await token_row(office)).version == 1
    await tokens.close()
    assert (await token_row(office)).refresh_token == "refresh-2"


async def test_a_worker_that_died_while_it_renewed_holds_up_the_others_for_a_minute(
    server: OAServer, clock: SetClock, office: Database
) -> None:
    lan = await known(server)

    def leased(tx: Transaction) -> None:
        tx.run("UPDATE channel_token SET leased_until = :until", until=AT + timedelta(seconds=60))

    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)
        clock.forward(seconds=20)

    async with account(server, office) as oa:
        await send(oa, lan)
    await office.write(leased)
    tokens = ZaloOATokens(office, OFFICE, credentials(server, ""), clock, pause=pause)
    assert (await tokens.after_refusal(1)).token == "access-2"
    assert len(waits) == 3
    await tokens.close()


async def test_no_repr_shows_a_token(server: OAServer, office: Database) -> None:
    async with account(server, office, zalo_oa_access_token="") as oa:
        await oa.who_am_i()
        shown = [repr(oa._tokens), repr(oa._tokens._credentials), repr(await oa._tokens.current()), repr(oa._options)]
        shown += [repr(row := await token_row(office)), str(row)]
    assert not [each for each in shown if "access-" in each or "refresh-" in each or "secret" in each]


async def test_kill_9_between_the_renewal_and_the_next_send_loses_no_pair(
    office: Database, migrated_url: str, tmp_path: Path
) -> None:
    """The child renews, and is killed while its first message waits at Zalo's door; a second child sends."""
    async with OAServer.serve() as server:
        lan = await known(server)
        server.gate.clear()
        command = (sys.executable, "-m", "tests.channels.zalo_oa_child", server.url, migrated_url, lan.id)
        log = tmp_path / "child.log"
        async with running(*command, folder=ROOT, log=log) as child:
            await child.alive_until(server.waiting.wait())
            await child.kill()
        row = await token_row(office)
        assert (row.access_token, row.refresh_token) == (server.tokens.access, server.tokens.refresh)
        assert (row.access_token, server.tokens.refreshes, lan.messages) == ("access-2", 1, [])
        server.gate.set()
        async with running(*command, folder=ROOT, log=log) as child:
            await child.line("sent")
        assert [heard.text for heard in lan.messages][-1:] == ["Chào ông/bà."]
        assert (server.tokens.refreshes, server.faults) == (1, [])
