"""A small, strict fake of the Telegram Bot API server, for tests, the kill -9 script and the benchmarks.

In a test:

    async with BotApi.serve() as server:
        # PTB: .token(server.token).base_url(server.base_url).base_file_url(server.base_file_url)
        lan = server.resident()
        await lan.say("/start")
        greeting = await lan.next_message()
        await lan.tap(greeting.labels[0])

As its own process: `python -m tests.fakes.bot_api --help`; control.py describes how a script drives it.

Where it differs from the real server:
- stricter: a parameter that should be a number and is not is refused (the server reads it as absent), so are
  parse_mode and files given by their address on the web;
- milder: plain HTTP webhooks are taken, on loopback; getUpdates with an unchanged offset is not slowed down,
  setWebhook is not limited to once a second, an answer is not cut at 4 MB.
"""

from tests.fakes.bot_api.account import DEFAULT_TOKEN, Account, CallbackAnswer, Sent, StoredFile
from tests.fakes.bot_api.checks import Button
from tests.fakes.bot_api.limits import Limits, SlidingWindow, TokenBucket
from tests.fakes.bot_api.people import FakeGroup, FakeResident
from tests.fakes.bot_api.server import BotApi
from tests.fakes.bot_api.switches import Switches

__all__ = [
    "DEFAULT_TOKEN",
    "Account",
    "BotApi",
    "Button",
    "CallbackAnswer",
    "FakeGroup",
    "FakeResident",
    "Limits",
    "Sent",
    "SlidingWindow",
    "StoredFile",
    "Switches",
    "TokenBucket",
]
