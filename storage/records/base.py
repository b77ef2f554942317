"""What every record is: frozen, keyword-only, aware of time zones, made from a row with `Record.of(row)`."""

import json
from datetime import UTC
from typing import Annotated, Any, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict

from storage.transaction import Row

Utc = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]


def from_json(value: Any) -> Any:
    """A TEXT column's JSON as a value; anything else as it is."""
    return json.loads(value) if isinstance(value, str) else value


Strings = Annotated[tuple[str, ...], BeforeValidator(from_json)]


class Record(BaseModel):
    """A frozen record that refuses unknown fields and naive times."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @classmethod
    def of(cls, row: Row) -> Self:
        """Make the record from a database row."""
        return cls.model_validate(dict(row))


def to_json(value: Any) -> str:
    """The JSON text that a TEXT column keeps (Vietnamese letters stay readable)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
