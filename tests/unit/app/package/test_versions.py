"""Older manifests are brought up one step at a time."""

import pytest

from console.app.package.manifest import SCHEMA
from console.app.package.versions import STEPS, Step, upgraded

TRIAL: dict[int, Step] = {
    1: lambda package: {**package, "colour": "red"},
    2: lambda package: {**package, "colours": [package["colour"]]},
}


def test_there_is_a_step_from_each_older_schema() -> None:
    assert set(STEPS) == set(range(1, SCHEMA))


def test_steps_are_taken_one_after_the_other() -> None:
    told = {"site": "test", "package": {"schema": 1}}
    assert upgraded(told, TRIAL, 3) == {
        "site": "test",
        "package": {"schema": 3, "colour": "red", "colours": ["red"]},
    }
    assert upgraded(told, TRIAL, 1) == told
    assert told["package"] == {"schema": 1}


@pytest.mark.parametrize("schema", [0, -1, "1", None, 7, [1], {}])
def test_a_schema_that_never_was_is_said(schema: object) -> None:
    with pytest.raises(ValueError, match="is unknown"):
        upgraded({"package": {"schema": schema}}, TRIAL, 3)
