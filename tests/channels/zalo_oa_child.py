"""A process of its own that sends one message by the Official Account, and is perhaps killed on the way.

python -m tests.channels.zalo_oa_child SERVER_URL DATABASE_URL USER_ID
"""

import asyncio
import sys

from bot.channels.zalo_oa_setup import make_zalo_oa
from bot.settings import Settings
from handlers.messages import Reply
from storage.database import open_database
from tests.channels.zalo_oa_tools import OFFICE, Links, Shelf


async def main(server: str, database_url: str, user_id: str) -> None:
    """Sends with the first pair of the settings, which has no access token: it has to be renewed first."""
    settings = Settings.model_validate(
        {
            "zalo_oa_app_id": "4211790542350912311",
            "zalo_oa_app_secret": "app-secret",
            "zalo_oa_refresh_token": "refresh-1",
            "zalo_oa_base_url": server,
            "zalo_oa_oauth_url": server,
        }
    )
    async with open_database(database_url) as database:
        oa = make_zalo_oa(settings, OFFICE, database, Shelf(), Links())
        assert oa is not None
        await oa.send(1, user_id, Reply(text="Chào ông/bà."), None)
        print("sent", flush=True)
        await oa.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
