"""The pair of tokens of an account: one worker renews it, only the next version takes its place; on both engines."""

from datetime import timedelta

import pytest

from storage import channel_tokens
from storage.database import Database
from storage.errors import AlreadyRecorded
from storage.records import ChannelToken
from tests.channels.zalo_oa_tools import OFFICE, add_office
from tests.house import NOON

LATER = NOON + timedelta(minutes=1)


def pair(version: int = 1, **more: object) -> ChannelToken:
    return ChannelToken.model_validate(
        {
            "office_id": OFFICE,
            "channel": "zalo_oa",
            "access_token": f"a{version}",
            "refresh_token": f"r{version}",
            "expires_at": NOON,
            "version": version,
            "seeds": ("s1",),
            "leased_until": None,
            "refreshed_at": None,
            "dead_reason": "",
            **more,
        }
    )


@pytest.fixture
async def kept(database: Database) -> Database:
    """A database with the first pair."""
    await database.write(add_office)
    await database.write(lambda tx: channel_tokens.add_token(tx, pair()))
    return database


async def in_force(database: Database) -> ChannelToken | None:
    return await database.read(lambda tx: channel_tokens.get_token(tx, OFFICE, "zalo_oa"))


async def test_a_pair_comes_back_as_it_was_and_is_not_added_twice(kept: Database) -> None:
    assert await in_force(kept) == pair()
    assert await kept.read(lambda tx: channel_tokens.get_token(tx, OFFICE, "other")) is None
    with pytest.raises(AlreadyRecorded):
        await kept.write(lambda tx: channel_tokens.add_token(tx, pair()))


async def test_one_at_a_time_has_the_lease_until_it_ends(kept: Database) -> None:
    async def lease(version: int = 1, at: object = NOON) -> bool:
        return await kept.write(lambda tx: channel_tokens.lease(tx, pair(version), at, LATER))  # type: ignore[arg-type]

    assert [await lease(2), await lease(), await lease(), await lease(at=LATER)] == [False, True, False, True]
    await kept.write(lambda tx: channel_tokens.end_lease(tx, pair()))
    assert await lease()
    await kept.write(lambda tx: channel_tokens.mark_dead(tx, pair(), "error -14014"))
    assert not await lease()


async def test_a_renewed_pair_takes_only_the_place_of_the_one_before(kept: Database) -> None:
    renewed = pair(2, refreshed_at=NOON)
    assert not await kept.write(lambda tx: channel_tokens.keep_renewed(tx, pair(3)))
    assert await kept.write(lambda tx: channel_tokens.keep_renewed(tx, renewed))
    assert not await kept.write(lambda tx: channel_tokens.keep_renewed(tx, renewed))
    assert await in_force(kept) == renewed


async def test_a_dead_pair_is_replaced_from_the_settings(kept: Database) -> None:
    assert not await kept.write(lambda tx: channel_tokens.mark_dead(tx, pair(2), "error -14014"))
    assert await kept.write(lambda tx: channel_tokens.mark_dead(tx, pair(), "error -14014"))
    dead = await in_force(kept)
    assert dead is not None
    assert dead.dead_reason == "error -14014"
    fresh = pair(2, seeds=("s1", "s2"))
    assert await kept.write(lambda tx: channel_tokens.replace_token(tx, fresh))
    assert await in_force(kept) == fresh
