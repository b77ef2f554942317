"""The Official Account API's calls that we make, each with its answer cut down to what we want. Raises SendError alone.

Every call has the bare header `access_token` (no «Bearer»). An answer is HTTP 200 with `{"error": 0, "data": {…}}`, or
with a code below 0. Messages are of version 3, uploads and the account itself still of version 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from bot.channels.base import SendError
from bot.channels.http_errors import as_send_error
from bot.channels.zalo_oa_errors import TOKEN_REFUSED, api_error

Json = dict[str, Any]
_TIMEOUT = httpx.Timeout(15.0, connect=10.0, write=60.0)


@dataclass(frozen=True)
class Quota:
    """What the platform says of one person: their last interaction (ms since 1970), free replies left if counted."""

    last_interaction: int
    free_left: int | None


class ZaloOAApi:
    """The two hosts that take a token. Opens nothing until the first call; `close` when done."""

    def __init__(self, base_url: str, business_url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._base = base_url.rstrip("/")
        self._business = business_url.rstrip("/")
        self._client = httpx.AsyncClient(transport=transport, trust_env=False, timeout=_TIMEOUT)

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def account(self, token: str) -> str:
        """The account's name, which also proves the token."""
        data = await self._call(token, "GET", f"{self._base}/v2.0/oa/getoa")
        return str(data.get("name") or "")

    async def send(self, token: str, user_id: str, message: Json) -> str | None:
        """Send a consultation message and return its id."""
        body = {"recipient": {"user_id": user_id}, "message": message}
        return _id(await self._call(token, "POST", f"{self._base}/v3.0/oa/message/cs", json=body), "message_id")

    async def upload_image(self, token: str, name: str, data: bytes, content_type: str) -> str:
        """Upload a jpg or png and return its attachment_id, good for 7 days."""
        return await self._upload(token, "image", "attachment_id", (name, data, content_type))

    async def upload_file(self, token: str, name: str, data: bytes, content_type: str) -> str:
        """Upload a pdf, doc, docx or csv and return its token, good for 7 days."""
        return await self._upload(token, "file", "token", (name, data, content_type))

    async def quota(self, token: str, user_id: str) -> Quota:
        """What may be sent to one person."""
        data = await self._call(token, "POST", f"{self._base}/v3.0/oa/quota/message", json={"user_id": user_id})
        moment = _number(data.get("last_interaction"))
        if moment is None:
            raise SendError("bad_answer", retryable=True)
        replies = data.get("cs_reply")
        left = _number(replies.get("remain")) if isinstance(replies, dict) else None
        return Quota(moment, left if left is None or left >= 0 else None)

    async def template_by_uid(self, token: str, user_id: str, template_id: str, data: Mapping[str, str]) -> str | None:
        """Send an approved template to a person of ours."""
        body = {"user_id": user_id, "template_id": template_id, "template_data": dict(data)}
        return _id(await self._call(token, "POST", f"{self._base}/v3.0/oa/message/template", json=body), "message_id")

    async def template_by_phone(
        self, token: str, phone: str, template_id: str, data: Mapping[str, str], tracking_id: str
    ) -> str | None:
        """Send an approved template to a telephone number («84…»)."""
        body = {"phone": phone, "template_id": template_id, "template_data": dict(data), "tracking_id": tracking_id}
        return _id(await self._call(token, "POST", f"{self._business}/message/template", json=body), "msg_id")

    async def _upload(self, token: str, kind: str, field: str, file: tuple[str, bytes, str]) -> str:
        answer = await self._call(token, "POST", f"{self._base}/v2.0/oa/upload/{kind}", files={"file": file})
        found = _id(answer, field)
        if found is None:
            raise SendError("bad_answer", retryable=True)
        return found

    async def _call(self, token: str, method: str, url: str, **values: Any) -> Json:
        with as_send_error():
            response = await self._client.request(method, url, headers={"access_token": token}, **values)
        return data_of(response)


def data_of(response: httpx.Response) -> Json:
    """The `data` of an answer. Raises SendError, also for a proxy's page of an error."""
    envelope = envelope_of(response)
    code = _number(envelope.get("error"))
    if code:
        raise api_error(code)
    if response.status_code != 200 or code is None:
        raise _status_error(response.status_code)
    data = envelope.get("data")
    return data if isinstance(data, dict) else {}


def envelope_of(response: httpx.Response) -> Json:
    """The answer's JSON object; an empty one where there is none."""
    try:
        envelope = response.json()
    except (ValueError, RecursionError):
        return {}
    return envelope if isinstance(envelope, dict) else {}


def _status_error(status: int) -> SendError:
    if status in (401, 403):
        return SendError(TOKEN_REFUSED, retryable=True)
    if status == 429:
        return api_error(-32)
    return SendError("bad_answer", retryable=True)


def _id(data: Json, field: str) -> str | None:
    found = data.get(field)
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) and found != "" else None


def _number(value: object) -> int | None:
    """A whole number, which may come as text."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    try:
        return int(value)
    except ValueError:
        return None
