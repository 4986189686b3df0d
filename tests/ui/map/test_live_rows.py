"""The numbered rows that the map page fetches, and the page that folium writes."""

import re

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from console.domain.incident import IncidentState
from console.domain.picture import UNRECORDED_WORDS, LostCause, PictureState
from console.ui import theme
from console.ui.map.generated_page import generate_page
from console.ui.map.live_rows import MAX_BATCH_ROWS, LiveRows, camera_row, incident_row, selection_rows
from console.ui.map.page_theme import theme_style, theme_values
from tests.fakes.desk_city import city_cameras, city_incident

NOW_MS = 1_800_000_000_000


def follow(rows: LiveRows, page: dict[str, object], since: int) -> int:
    """What the page does: fetch until there is no more."""
    while True:
        batch = rows.batch(since, NOW_MS)
        for entry in batch["rows"]:
            if entry["row"] is None:
                page.pop(entry["key"], None)
            else:
                page[entry["key"]] = entry["row"]
        since = batch["n"]
        if not batch["more"]:
            return since


def test_only_what_changed_is_fetched_again() -> None:
    rows = LiveRows()
    cameras = city_cameras(3)
    assert rows.put("cameras", {camera.feed: camera_row(camera, None) for camera in cameras})
    first = rows.batch(0, NOW_MS)
    assert len(first["rows"]) == 3
    assert rows.batch(first["n"], NOW_MS)["rows"] == []
    assert not rows.put("cameras", {camera.feed: camera_row(camera, None) for camera in cameras})
    rows.put("cameras", {camera.feed: camera_row(camera, PictureState.LIVE) for camera in cameras[:2]})
    changed = rows.batch(first["n"], NOW_MS)["rows"]
    assert [(entry["key"], entry["row"] is None) for entry in changed] == [
        ("cam-001", False),
        ("cam-002", False),
        ("cam-003", True),
    ]
    assert not rows.has("cameras", "cam-003") and rows.has("cameras", "cam-001")


@given(st.lists(st.tuples(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3)), st.booleans())))
def test_a_page_that_fetches_now_and_then_ends_with_the_same_rows(
    steps: list[tuple[dict[str, int], bool]],
) -> None:
    rows, page, since = LiveRows(), dict[str, object](), 0
    present: dict[str, dict[str, int]] = {}
    for values, fetch in steps:
        present = {key: {"value": value} for key, value in values.items()}
        rows.put("cameras", present)
        if fetch:
            since = follow(rows, page, since)
    follow(rows, page, since)
    assert page == present


def test_large_changes_come_in_batches() -> None:
    rows, page = LiveRows(), dict[str, object]()
    rows.put("cameras", {str(number): {"n": number} for number in range(MAX_BATCH_ROWS + 5)})
    assert rows.batch(0, NOW_MS)["more"]
    follow(rows, page, 0)
    assert len(page) == MAX_BATCH_ROWS + 5


def test_what_changed_first_comes_first_whatever_its_name() -> None:
    rows = LiveRows()
    rows.put("cameras", {name: {"n": 0} for name in "abc"})
    rows.put("cameras", {name: {"n": int(name == "a")} for name in "abc"})
    assert [entry["key"] for entry in rows.batch(0, NOW_MS)["rows"]] == ["b", "c", "a"]


def test_only_a_new_unacknowledged_incident_pulses_and_only_for_ten_seconds() -> None:
    rows = LiveRows()
    fresh, old = city_incident(1, NOW_MS, age_s=4), city_incident(2, NOW_MS, age_s=11)
    seen = city_incident(3, NOW_MS, age_s=1, state=IncidentState.ACKNOWLEDGED)
    rows.put("incidents", {entry.incident: incident_row(entry) for entry in (fresh, old, seen)})
    pulses = {entry["key"]: entry.get("pulse_ms") for entry in rows.batch(0, NOW_MS)["rows"]}
    assert pulses == {"i-000001": 6000, "i-000002": 0, "i-000003": None}


def test_a_closed_incident_is_not_on_the_map() -> None:
    assert incident_row(city_incident(1, NOW_MS, state=IncidentState.CLOSED)) is None


def test_nothing_selected_is_no_row() -> None:
    assert selection_rows(None, None) == {"camera": None, "incident": None, "chosen": None}


def test_the_generated_page_asks_nothing_of_others_and_holds_no_inline_script() -> None:
    page = generate_page()
    assert not re.search(r"https?://", page.html + page.script)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page.html)
    assert "<style" not in page.html and " style=" not in page.html and "onload" not in page.html
    assert set(re.findall(r'(?:src|href)="([a-z]+)://', page.html)) == {"sightline"}
    assert "Content-Security-Policy" in page.html and "unsafe" not in page.html
    assert "L.map(" in page.script
    assert "--background: #" in theme_style()


def test_a_camera_that_was_not_recorded_has_a_colour_of_its_own() -> None:
    row = camera_row(city_cameras(1)[0], PictureState.LOST, LostCause.NOT_RECORDED)
    assert row is not None and row["state"] == "NOT RECORDED"
    row = camera_row(city_cameras(1)[0], PictureState.LOST, LostCause.NOT_IN_PACKAGE)
    assert row is not None and row["state"] == "NOT IN PACKAGE"
    colours = theme_values()["stateColours"]
    assert isinstance(colours, dict) and {colours[one] for one in UNRECORDED_WORDS.values()} == {theme.MUTED}


def test_an_incident_that_says_no_more_than_its_kind_is_named_by_that_alone() -> None:
    told = city_incident(1, NOW_MS)
    bare = replace(told, alert=replace(told.alert, place="", text=""))
    labels = [row["label"] for row in map(incident_row, (told, bare)) if row is not None]
    assert labels == [f"gunshot · {told.alert.place}", "gunshot"]
