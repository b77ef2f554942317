"""A small, strict fake of the Zalo Bot Platform, for tests. Its shapes are those of channels.md, section 1.

    async with ZaloBotServer.serve() as server:
        channel = ZaloBot(server.token, 7, server.base_url, links)
        lan = server.resident()
        await lan.say("/start")
        greeting = await lan.next_message()

Errors come with HTTP 200 and `ok: false`, an idle poll with 408, an event is given away once. Stricter than the real
one, whose documents say less: only POST with JSON, no parameter that nobody has written down, a text is counted in
UTF-16 units. Milder: addresses on this machine may be plain HTTP, and a poll whose caller hung up takes no event
along, which nobody knows of the real one. It really fetches the photos it is told to send.
"""

from tests.fakes.zalo_bot.methods import Sent
from tests.fakes.zalo_bot.people import FakeResident
from tests.fakes.zalo_bot.server import DEFAULT_TOKEN, ZaloBotServer
from tests.fakes.zalo_bot.switches import Switches

__all__ = ["DEFAULT_TOKEN", "FakeResident", "Sent", "Switches", "ZaloBotServer"]
