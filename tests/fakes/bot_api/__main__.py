"""The fake Bot API server as a process: prints its addresses as a JSON line, ends on SIGTERM or SIGINT."""

import argparse
import asyncio
import json
import signal
from pathlib import Path

from tests.fakes.bot_api.account import DEFAULT_TOKEN
from tests.fakes.bot_api.control import CONTROL, run_scenario
from tests.fakes.bot_api.server import BotApi


def main() -> None:
    """Reads the arguments and serves."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.bot_api", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0, the default, takes a free one")
    parser.add_argument("--token", default=DEFAULT_TOKEN, help="the bot's token, <number>:<text>")
    parser.add_argument("--scenario", type=Path, help="JSON file: switches, chats and people's first acts")
    arguments = parser.parse_args()
    scenario = json.loads(arguments.scenario.read_text()) if arguments.scenario else {}
    asyncio.run(_serve(arguments.port, arguments.token, scenario))


async def _serve(port: int, token: str, scenario: dict[str, object]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with BotApi.serve(token, port) as server:
        await run_scenario(server, scenario)
        addresses = {
            "base_url": server.base_url,
            "base_file_url": server.base_file_url,
            "control_url": f"{server.url}{CONTROL}",
            "port": server.port,
        }
        print(json.dumps(addresses), flush=True)
        await stop.wait()


if __name__ == "__main__":
    main()
