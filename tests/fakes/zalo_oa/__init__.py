"""A small, strict fake of Zalo's Official Account platform: its three hosts on one port of this machine.

In a test:

    async with OAServer.serve() as server:
        # ZALO_OA_BASE_URL, ZALO_OA_BUSINESS_URL and ZALO_OA_OAUTH_URL are all server.url
        server.webhook_url = "http://127.0.0.1:8080/webhook/zalo_oa"
        lan = server.resident(name="Lan")
        await lan.say("Xin chào")
        greeting = await lan.next_message()
        await lan.press(greeting.labels[0])

Where it differs from the real one: a refused envelope or header says so with HTTP 400 and fails loudly in
`server.faults`; events are pushed in the order of each person's acts, again after `retry_delays` when the answer is not
200; a person may be written to from their first event on.
"""

from tests.fakes.zalo_oa.account import Button, Heard, OAError, Template
from tests.fakes.zalo_oa.people import FakeResident
from tests.fakes.zalo_oa.server import OAServer
from tests.fakes.zalo_oa.webhook import Signing

__all__ = ["Button", "FakeResident", "Heard", "OAError", "OAServer", "Signing", "Template"]
