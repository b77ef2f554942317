"""What the chat protocol takes: the shapes of its requests, and what is said when one is not of that shape."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request

from handlers.texts import N_

LONGEST_TEXT = 200_000
_ID = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[\x21-\x7e]+$")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


Body = TypeVar("Body", bound=_Body)


class OpenBody(_Body):
    """What opens a thread: nothing, or a one-time code for an official."""

    code: Annotated[str, Field(min_length=1, max_length=64)] | None = None


class AttachmentBody(_Body):
    """A file in base64."""

    name: Annotated[str, Field(min_length=1, max_length=300)]
    content_type: Annotated[str, Field(max_length=200)]
    data: str


class LocationBody(_Body):
    """A place in degrees."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class MessageBody(_Body):
    """One message: words, a choice, a file (with words beside it), or a place."""

    client_id: _ID
    text: Annotated[str, Field(max_length=LONGEST_TEXT)] | None = None
    choice: Annotated[str, Field(max_length=300)] | None = None
    attachment: AttachmentBody | None = None
    location: LocationBody | None = None


class Refusal(Exception):
    """An answer with a status, a code for programs, and a sentence for the person."""

    def __init__(self, status: int, code: str, message_id: str, **values: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message_id = message_id
        self.values = values


async def read_body(request: Request, model: type[Body], largest_file: int) -> Body:
    """The request's JSON as a `model`. Raises Refusal; a body that is too large is not read to its end."""
    most = largest_file * 4 // 3 + LONGEST_TEXT * 6
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            raise Refusal(413, "too_large", N_("web.error.file_size"), limit=largest_file // (1024 * 1024))
    try:
        return model.model_validate_json(bytes(data) or b"{}")
    except ValidationError as error:
        raise Refusal(*_problem(error)) from error


def _problem(error: ValidationError) -> tuple[int, str, str]:
    """Malformed JSON is 400, a text that is too long 413, anything else of a wrong shape 422."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return 400, "malformed", N_("web.error.malformed")
    if first["loc"][:1] == ("text",) and first["type"] == "string_too_long":
        return 413, "text_too_long", N_("web.error.text_too_long")
    return 422, "wrong_shape", N_("web.error.malformed")
