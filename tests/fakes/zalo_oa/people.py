"""People who write to the account: what they can do, and what they get to see."""

import asyncio
from typing import Any

from tests.fakes.zalo_oa.account import Account, Button, Heard, Json
from tests.fakes.zalo_oa.webhook import Webhook


class FakeResident:
    """Somebody with the Zalo app."""

    def __init__(self, account: Account, webhook: Webhook, url: str, name: str) -> None:
        self._account = account
        self._webhook = webhook
        self._url = url
        self.name = name
        self.id = str(next(account.user_numbers))
        self._read = 0

    @property
    def messages(self) -> list[Heard]:
        """What the account wrote to them, oldest first."""
        return self._account.messages_of(self.id)

    async def next_message(self, within: float = 5.0) -> Heard:
        """The next message that was not read yet. Raises TimeoutError."""
        async with asyncio.timeout(within), self._account.changed:
            await self._account.changed.wait_for(lambda: len(self.messages) > self._read)
        self._read += 1
        return self.messages[self._read - 1]

    async def say(self, text: str) -> Json:
        """Write something."""
        return self._send("user_send_text", text=text)

    async def press(self, title: str) -> Json:
        """Press the newest button with this title: its payload comes as words of this person. Raises LookupError."""
        return await self.say(self._button(title).payload)

    def _button(self, title: str) -> Button:
        for heard in reversed(self.messages):
            for button in heard.buttons:
                if button.title == title:
                    return button
        raise LookupError(f"no button «{title}»; there are {[heard.labels for heard in self.messages]}")

    async def send_photo(self, content: bytes, caption: str = "", name: str = "photo.jpg") -> Json:
        """Send a photo, with words beside it or without."""
        url = self._stored(content, name)
        attachment = {"type": "image", "payload": {"url": url, "thumbnail": url}}
        return self._send("user_send_image", attachment, **({"text": caption} if caption else {}))

    async def send_file(self, content: bytes, name: str) -> Json:
        """Send a document."""
        payload = {"url": self._stored(content, name), "name": name, "size": str(len(content)), "type": name[-3:]}
        return self._send("user_send_file", {"type": "file", "payload": payload})

    async def send_location(self, latitude: str, longitude: str) -> Json:
        """Share a place."""
        place = {"coordinates": {"latitude": latitude, "longitude": longitude}}
        return self._send("user_send_location", {"type": "location", "payload": place}, text="")

    async def follow(self) -> Json:
        """Follow the account."""
        self._account.interact(self.id)
        self._account.people[self.id].following = True
        return self._membership("follow")

    async def unfollow(self) -> Json:
        """Follow it no more."""
        self._account.interact(self.id)
        self._account.people[self.id].following = False
        return self._membership("unfollow")

    async def submit_info(self, name: str, phone: str) -> Json:
        """Fill in the form that asks who they are."""
        info = {"name": name, "phone": phone, "user_dob": "01/01/1960", "gender": "1"}
        return self.event("user_submit_info", info=info)

    def event(self, name: str, **parts: Any) -> Json:
        """Push any event with this person as its sender."""
        sides = {"sender": {"id": self.id}, "recipient": {"id": self._account.oa_id}}
        return self._push({**self._frame(name), **sides, **parts})

    def _send(self, name: str, *attachments: Json, **parts: str) -> Json:
        self._account.interact(self.id)
        message: Json = {"msg_id": f"in{next(self._account.numbers)}", **parts}
        if attachments:
            message["attachments"] = list(attachments)
        return self.event(name, message=message)

    def _membership(self, name: str) -> Json:
        event = {**self._frame(name), "oa_id": self._account.oa_id, "follower": {"id": self.id}}
        return self._push({**event, "source": "oa_profile"})

    def _frame(self, name: str) -> Json:
        moment = int(self._account.clock().timestamp() * 1000) + next(self._account.numbers)
        return {
            "app_id": self._account.app_id,
            "user_id_by_app": f"55{self.id[2:]}",
            "event_name": name,
            "timestamp": str(moment),
        }

    def _push(self, event: Json) -> Json:
        self._webhook.push(self.id, event)
        return event

    def _stored(self, content: bytes, name: str) -> str:
        path = f"/media/{next(self._account.numbers)}/{name}"
        self._account.media[path] = content
        return f"{self._url}{path}"
