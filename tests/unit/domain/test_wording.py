"""Facts in the operator's words: the same everywhere, and no time, age or text that can't be worded."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from console.domain.incident import Reason
from console.domain.picture import LostCause, PictureState
from console.domain.wording import (
    TIME_UNKNOWN,
    age_words,
    alert_facts,
    detail_words,
    distance_words,
    happened_words,
    isolated,
    local_time,
    origin_words,
    reason_words,
    short_age_words,
    sight_words,
    state_words,
    zoned_time,
)
from tests.fakes.desk_city import city_cameras, city_incident

ZONES = ("UTC", "Europe/Helsinki", "Pacific/Kiritimati", "America/St_Johns")


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def test_a_time_for_anywhere_carries_date_and_zone_and_is_read_back(zone: str) -> None:
    moment = at("2026-11-26T10:02:11")
    offset = {"UTC": "+00:00", "Europe/Helsinki": "+02:00"}.get(zone, "")
    assert zoned_time(moment).endswith(offset) and zoned_time(moment).startswith("2026-11-2")
    assert datetime.fromisoformat(zoned_time(moment)).timestamp() * 1000 == moment
    assert zoned_time(10**18) == TIME_UNKNOWN


@pytest.mark.parametrize("zone", ["Europe/Helsinki"], indirect=True)
@pytest.mark.usefixtures("zone")
def test_a_time_that_is_not_of_today_carries_its_date() -> None:
    now_ms = at("2026-11-26T12:00:00")
    assert local_time(at("2026-11-26T10:02:11"), now_ms) == "12:02:11"
    assert local_time(at("2026-11-25T22:30:00"), now_ms) == "00:30:00", "today begins at local midnight"
    assert local_time(at("2026-11-25T10:02:11"), now_ms) == "25 Nov 12:02:11"
    assert local_time(at("2026-11-27T10:02:11"), now_ms) == "27 Nov 12:02:11"
    assert local_time(at("2025-03-01T10:02:11"), now_ms) == "1 Mar 2025 12:02:11"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1))
@example(at("9999-12-31T23:59:59"), at("2026-11-26T12:00:00"))
@example(at("0001-01-01T00:00:00"), at("2026-11-26T12:00:00"))
@example(at("2026-11-26T12:00:00"), 2**63 - 1)
def test_any_time_is_worded(zone: str, at_ms: int, now_ms: int) -> None:
    words = local_time(at_ms, now_ms)
    assert words == TIME_UNKNOWN or words[-3] == words[-6] == ":"


@given(st.integers(-(2**63), 2**63 - 1))
def test_any_age_is_worded(age_ms: int) -> None:
    assert age_words(age_ms) and short_age_words(age_ms / 1000)


def test_the_same_fact_has_the_same_word_long_and_short() -> None:
    assert sight_words(Reason(0, True, None)) == ("sees the point", "sees it")
    assert sight_words(Reason(0, False, None)) == ("nearby", "nearby")
    assert [distance_words(cm) for cm in (18_000, 99_960, 123_400)] == ["180 m", "1.0 km", "1.2 km"]


@pytest.mark.parametrize(
    ("age_ms", "words"),
    [
        (-5, "0 s"),
        (12_900, "12 s"),
        (60_000, "1 min 00 s"),
        (185_000, "3 min 05 s"),
        (7_800_000, "2 h 10 min"),
        (200_000_000, "2 d"),
    ],
)
def test_an_age_is_said_in_two_units(age_ms: int, words: str) -> None:
    assert age_words(age_ms) == words


def test_a_state_says_why_only_when_lost() -> None:
    assert state_words(PictureState.LOST, LostCause.REFUSED) == "LOST refused"
    assert state_words(PictureState.LIVE, LostCause.REFUSED) == "LIVE"
    assert state_words(None) == "unknown"
    assert state_words(PictureState.LOST, LostCause.NOT_RECORDED) == "NOT RECORDED"
    assert state_words(PictureState.LOST, LostCause.NOT_IN_PACKAGE) == "NOT IN PACKAGE"
    assert state_words(PictureState.CONNECTING, LostCause.LOADING) == "LOADING"


def test_reasons_name_distance_sight_and_place() -> None:
    incident = city_incident(1, 0)
    cameras = {camera.feed: camera for camera in city_cameras()}
    first, second, *_, last = (reason_words(overlay, cameras) for overlay in incident.overlays)
    assert first == "25: 80 m · sees the point → wall-1 cell 27 · Mikonkatu / Unioninkatu"
    assert "nearby" in second
    assert "already on wall-1" in last
    assert reason_words(incident.overlays[0], {}).startswith("cam-025: 80 m")


def test_an_alerts_facts_are_whole_a_line_each() -> None:
    incident = city_incident(1, 0, text="two\nlines " + "and more " * 200)
    place, text, rounds = alert_facts(incident.alert)
    assert place == incident.alert.place and rounds == "rounds: 3"
    assert text == ("two lines " + "and more " * 200).strip()


def test_details_stay_one_line_of_plain_text() -> None:
    incident = city_incident(1, 0, text="two\nlines <b>bold</b>")
    assert detail_words(incident) == "two lines <b>bold</b> · rounds 3"


DAY_MS = 86_400_000


@pytest.mark.parametrize(
    ("late_ms", "said"),
    [
        (3_000, ""),
        (3_600_000, ""),
        (3_600_001, "60 min ago"),
        (5 * 3_600_000, "5 h ago"),
        (3 * DAY_MS, "3 days ago"),
        (-60_000, ""),
        (-5 * 3_600_000, "dated 5 h ahead"),
    ],
)
def test_what_happened_long_before_it_was_received_says_so(late_ms: int, said: str) -> None:
    now_ms = at("2026-11-26T12:00:00")
    incident = city_incident(1, now_ms)
    alert = msgspec.structs.replace(incident.alert, observed_at_ms=now_ms - late_ms)
    incident = msgspec.structs.replace(incident, alert=alert, opened_at_ms=now_ms)
    assert happened_words(incident, now_ms) == said
    origin = origin_words(incident, now_ms)
    assert ("received" in origin) == bool(said)
    if late_ms == 3 * DAY_MS:
        assert "happened 23 Nov " in origin


@given(st.integers(-(2**62), 2**62), st.integers(-(2**62), 2**62))
def test_any_two_times_can_be_worded(observed_ms: int, now_ms: int) -> None:
    incident = city_incident(1, 0)
    alert = msgspec.structs.replace(incident.alert, observed_at_ms=observed_ms)
    incident = msgspec.structs.replace(incident, alert=alert, opened_at_ms=now_ms)
    assert "\n" not in origin_words(incident, now_ms) + happened_words(incident, now_ms)


def test_only_text_that_goes_from_right_to_left_is_isolated() -> None:
    for plain in ("", "7 Main St", "Mäkelänkatu · 東京", "\u200d"):
        assert isolated(plain) == plain
    for other in ("\u05d0 7", "7 \u0627"):
        assert isolated(other) == f"\u2068{other}\u2069"
