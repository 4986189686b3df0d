"""Older manifests are brought up to the present schema, one step at a time."""

from collections.abc import Callable, Mapping
from typing import Any

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: Mapping[int, Step] = {}
"""From each older schema to the next; a step changes what ``package`` holds and nothing of the slice."""


def upgraded(told: dict[str, Any], steps: Mapping[int, Step], to: int) -> dict[str, Any]:
    """A manifest as ``to`` writes it. Raises ValueError where a step is missing."""
    package = told["package"]
    while (schema := package.get("schema")) != to:
        if not isinstance(schema, int) or schema not in steps:
            raise ValueError(f"schema {schema!r} is unknown")
        package = {**steps[schema](package), "schema": schema + 1}
    return {**told, "package": package}
