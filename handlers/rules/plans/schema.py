"""The plan's schema for editors that complete and check TOML as it is typed (``#:schema`` in a plan's first
line).
"""

from __future__ import annotations

import json
from typing import Any

from handlers.rules.plans.model import Plan
from handlers.rules.plans.reading import PLANS

SCHEMA = PLANS / "plan.schema.json"


def plan_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a plan; dates are TOML's own, so an editor must take ``format: date``
    for them.
    """
    schema = Plan.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Kế hoạch đối thoại",
    }


def schema_text() -> str:
    """The schema as it is kept beside the plans."""
    return json.dumps(plan_schema(), ensure_ascii=False, indent=2) + "\n"
