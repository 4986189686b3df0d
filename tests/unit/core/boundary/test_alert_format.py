"""What is wrong with a message is said so that its sender can mend it."""

import json

import pytest

from console.core.boundary.alert_format import MalformedAlert, read_alert
from console.protocol.alert_messages import MAX_ALERT_BYTES

GOOD = {"v": 1, "source": "s", "id": "a-1", "kind": "gunshot", "time": "2026-03-01T12:00:00Z"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lat_deg": 60.1}, "belong together"),
        ({"lon_deg": 24.9}, "belong together"),
        ({"kind": "gunfire"}, "it is one of gunshot, "),
        ({"severity": "bad"}, "it is one of "),
        ({"text": "x" * MAX_ALERT_BYTES}, "at most 65536 are taken"),
        ({"time": "noon"}, "$.time"),
        ({"time": "2026-03-01T12:00:60Z"}, "$.time"),
        ({"time": "9999-12-31T23:59:60Z"}, "$.time"),
    ],
)
def test_a_refusal_names_the_field_what_it_takes_and_the_message(
    change: dict[str, object], words: str
) -> None:
    with pytest.raises(MalformedAlert) as refused:
        read_alert(json.dumps(GOOD | change).encode())
    assert words in str(refused.value)
    assert refused.value.id == "a-1"


@pytest.mark.parametrize("name", ["new", "details", "lat_deg"])
@pytest.mark.parametrize("nested", ["[", '{"a":'])
def test_what_is_nested_without_end_is_refused_by_its_field(name: str, nested: str) -> None:
    with pytest.raises(MalformedAlert, match=name):
        read_alert(f'{{"id": "a-1", "{name}": {nested * 9_000}'.encode())


def test_a_place_on_the_map_is_taken() -> None:
    read = read_alert(json.dumps(GOOD | {"lat_deg": 60.1, "lon_deg": 24.9}).encode())
    assert (read.alert.lat_deg, read.alert.lon_deg) == (60.1, 24.9)


@pytest.mark.parametrize(
    "time", ["2016-12-31T23:59:60Z", "2016-12-31t23:59:60.000z", "2017-01-01T01:59:60+02:00"]
)
def test_a_leap_second_is_the_second_after_it(time: str) -> None:
    assert read_alert(json.dumps(GOOD | {"time": time}).encode()).alert.observed_at_ms == 1_483_228_800_000
