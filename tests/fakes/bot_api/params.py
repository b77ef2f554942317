"""What a caller of the Bot API hands in, however it was encoded, and the refusal it may get back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader
from aiohttp.web import BaseRequest

Json = dict[str, Any]

MAX_UPLOAD = 50 * 1024 * 1024  # bytes a request; channels.md 3.1


class ApiError(Exception):
    """A refusal in the Bot API's own words: HTTP status, description and, rarely, parameters."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def bad_request(description: str) -> ApiError:
    """The commonest refusal: 400 with the prefix that every one of them has."""
    return ApiError(400, f"Bad Request: {description}")


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart request."""

    name: str
    mime: str
    content: bytes


class Params:
    """The parameters of one call; values are text, or JSON values when the caller sent JSON."""

    __slots__ = ("files", "values")

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> None:
        self.values = values
        self.files = files or {}

    def has(self, name: str) -> bool:
        """Whether the parameter was given and is not null."""
        return self.values.get(name) is not None

    def text(self, name: str) -> str:
        """The parameter as text, "" without it; as on the real server, 5 and true are "5" and "true"."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """The parameter as a number. The real server reads garbage as the default; here it is refused."""
        text = self.text(name).strip()
        try:
            return int(text) if text else default
        except ValueError:
            raise bad_request(f'parameter "{name}" must be an integer') from None

    def flag(self, name: str) -> bool:
        """The parameter as a yes or no, by the real server's rule: "true", "yes" and "1" are yes."""
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def json(self, name: str, what: str) -> object:
        """The parameter as a JSON value, None without it; `what` names it in the refusal."""
        value: object = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            parsed: object = json.loads(value) if value else None
            return parsed
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None


async def read_params(request: BaseRequest) -> Params:
    """Reads query string, form, multipart or JSON, and the mixture of a query and one of the others."""
    values: Json = dict(request.query) if request.query_string else {}
    files: dict[str, Upload] = {}
    if request.body_exists:
        kind = request.content_type
        if kind == "application/json":
            values.update(_json_body(await request.read()))
        elif kind == "application/x-www-form-urlencoded":
            values.update(_form_body(await request.read()))
        elif kind == "multipart/form-data":
            await _read_multipart(request, values, files)
    return Params(values, files)


def _json_body(body: bytes) -> Json:
    try:
        parsed = json.loads(body) if body else {}
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(parsed, dict):
        raise bad_request("JSON object expected")
    return parsed


def _form_body(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


async def _read_multipart(request: BaseRequest, values: Json, files: dict[str, Upload]) -> None:
    try:
        await _read_parts(await request.multipart(), values, files)
    except ValueError:
        raise bad_request("can't parse multipart form data") from None


async def _read_parts(parts: MultipartReader, values: Json, files: dict[str, Upload]) -> None:
    size = 0
    async for part in parts:
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse multipart form data")
        content = bytes(await part.read())
        size += len(content)
        if size > MAX_UPLOAD:
            raise ApiError(413, "Request Entity Too Large")
        if part.filename is None:
            values[part.name] = _utf8(content)
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, mime, content)


def _utf8(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
