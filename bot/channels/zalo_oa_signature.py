"""Is a pushed event from Zalo? `X-ZEvent-Signature: mac=<hex>`, a plain SHA-256 (no HMAC) over four terms in a row:

    first term + raw body + timestamp + key

Sources disagree on three of the terms, so each is a setting; and when none fits, `fitting` says which would have.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Literal

HEADER = "x-zevent-signature"
TIMESTAMP_HEADER = "x-zevent-timestamp"
FirstTerm = Literal["app_id", "oa_id"]
Timestamp = Literal["body", "header"]
Mode = Literal["strict", "off"]
FIRST_TERMS: tuple[FirstTerm, ...] = ("app_id", "oa_id")
TIMESTAMPS: tuple[Timestamp, ...] = ("body", "header")


@dataclass(frozen=True, kw_only=True)
class Signature:
    """How events are signed. key: the OA Secret Key by default; other_key: what it may be mistaken for.

    mode: `strict` refuses what does not match; `off` takes everything that anybody sends.
    """

    key: str
    app_id: str = ""
    other_key: str = ""
    first: FirstTerm = "app_id"
    timestamp: Timestamp = "body"
    mode: Mode = "strict"

    def __repr__(self) -> str:
        """Without the keys."""
        return f"Signature(first={self.first!r}, timestamp={self.timestamp!r}, mode={self.mode!r})"

    def matches(self, body: bytes, event: Mapping[str, Any], headers: Mapping[str, str]) -> bool:
        """Whether the signature is that of these bytes. `headers` are looked up in small letters."""
        given = headers.get(HEADER, "").strip().removeprefix("mac=").lower()
        if not given or not self.key:
            return False
        timestamp = event.get("timestamp") if self.timestamp == "body" else headers.get(TIMESTAMP_HEADER)
        wanted = mac(self._first(event), body, str(timestamp or ""), self.key)
        return hmac.compare_digest(given.encode(), wanted.encode())

    def fitting(self, body: bytes, event: Mapping[str, Any], headers: Mapping[str, str]) -> str:
        """Which other reading of the disputed terms would have matched, in words for the log; empty when none."""
        keys = {"own key": self.key, "app secret": self.other_key}
        for first, timestamp, (name, key) in product(FIRST_TERMS, TIMESTAMPS, keys.items()):
            if replace(self, first=first, timestamp=timestamp, key=key).matches(body, event, headers):
                return f"first term {first}, timestamp in {timestamp}, {name}"
        return ""

    def _first(self, event: Mapping[str, Any]) -> str:
        if self.first == "oa_id":
            return oa_id_of(event)
        return self.app_id or str(event.get("app_id") or "")


def mac(first: str, body: bytes, timestamp: str, key: str) -> str:
    """The signature in hexadecimal digits."""
    terms = (first.encode("utf-8", "replace"), body, timestamp.encode("utf-8", "replace"), key.encode())
    return hashlib.sha256(b"".join(terms)).hexdigest()


def oa_id_of(event: Mapping[str, Any]) -> str:
    """The account that an event is about: named itself, or the other side of what a person did, or the sender."""
    if event.get("oa_id"):
        return str(event["oa_id"])
    side = event.get("sender" if str(event.get("event_name", "")).startswith("oa_") else "recipient")
    return str(side.get("id") or "") if isinstance(side, dict) else ""
