"""Whether a recorded slice, fed again, comes to the same; and where it parts."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.core.decisions import decision_digest
from console.core.log.saved_state import decode_state, encode_state, saved
from console.core.replay import slice_format as form
from console.core.replay.check import check_slice
from console.core.replay.log_slice import read_slice, write_slice
from console.core.state import State
from console.core.step import fold, step
from console.core.wall.cells import monitor_views
from tests.fakes.recorded_log import write_log
from tests.fakes.whole_life import lived_through
from tests.unit.core.test_replay import acts, lived

FROM_N, TO_N = 61, 150


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    database = write_log(tmp_path / "data", lived_through(70).entries, (1, FROM_N - 1))
    write_slice(database, FROM_N, TO_N, tmp_path / "slice")
    return tmp_path / "slice"


def lines_of(folder: Path, name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


def put(folder: Path, name: str, lines: list[dict[str, object]]) -> None:
    (folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_what_was_recorded_comes_out_again(folder: Path) -> None:
    numbers = [one.entry.n for one in read_slice(folder).inputs()]
    found = check_slice(read_slice(folder))
    assert found.is_equal and found.first is None and not found.unrecorded
    assert found.inputs == len(numbers) and numbers[-1] == TO_N
    assert found.decisions_sha256 == found.recorded_decisions_sha256
    assert found.views_sha256 == found.recorded_views_sha256
    decided = [(n, made) for n, made in fold(State(), lived_through(70).entries) if FROM_N <= n <= TO_N]
    assert found.decisions_sha256 == decision_digest(decided)
    assert found.views_sha256 != hashlib.sha256().hexdigest()


def test_a_changed_decision_is_found_and_named(folder: Path) -> None:
    lines = lines_of(folder, form.DECISIONS)
    bodies = [json.dumps(line["body"]) for line in lines]
    at = next(
        i for i, body in enumerate(bodies) if '"switched"' in body and 'sees_point": true' in body and i > 5
    )
    lines[at]["body"] = json.loads(bodies[at].replace('sees_point": true', 'sees_point": false', 1))
    put(folder, form.DECISIONS, lines)
    found = check_slice(read_slice(folder))
    assert not found.is_equal and found.parted == 1 and found.first is not None
    assert (found.first.n, found.first.what) == (lines[at]["n"], "decisions")
    assert json.loads(found.first.recorded) == lines[at]["body"] != json.loads(found.first.came_out)
    assert found.decisions_sha256 != found.recorded_decisions_sha256
    assert found.views_sha256 == found.recorded_views_sha256
    entry = next(one.entry for one in read_slice(folder).inputs() if one.entry.n == found.first.n)
    assert found.first.wall_ms == entry.wall_ms


def test_a_changed_view_is_found_and_named(folder: Path) -> None:
    lines = lines_of(folder, form.VIEWS)
    at = next(i for i, line in enumerate(lines) if "cells" in line["body"] and i > 3)  # type: ignore[operator]
    cells = lines[at]["body"]["cells"]  # type: ignore[index]
    cells[0][1] = "cam-999"
    put(folder, form.VIEWS, lines)
    found = check_slice(read_slice(folder))
    assert found.first is not None and (found.parted, found.first.what) == (1, "views")
    assert found.first.n == lines[at]["n"] and "cam-999" in found.first.recorded
    assert found.decisions_sha256 == found.recorded_decisions_sha256


def test_of_what_is_not_recorded_nothing_is_compared(folder: Path) -> None:
    entries = lines_of(folder, form.ENTRIES)
    put(folder, form.ENTRIES, [{**line, "records": None} for line in entries])
    manifest = json.loads((folder / form.MANIFEST).read_text())
    for name in (form.DECISIONS, form.VIEWS):
        manifest["files"][name]["lines"] = 0
        put(folder, name, [])
    (folder / form.MANIFEST).write_text(json.dumps(manifest))
    # json.dumps writes spaces that the bodies' checksums do not know
    put(folder, form.ENTRIES, [{**line, "records": None, "crc": None} for line in entries])
    found = check_slice(read_slice(folder))
    assert found.is_equal and found.unrecorded == found.inputs == len(entries)
    assert found.decisions_sha256 == hashlib.sha256().hexdigest()


@settings(max_examples=50, deadline=None)
@given(acts, st.integers(0, 100), st.integers(0, 100))
def test_state_and_views_at_any_time_are_the_same_from_any_checkpoint(
    life: list[object], checkpoint_percent: int, time_percent: int
) -> None:
    entries = lived(life).entries
    checkpoint_at = len(entries) * min(checkpoint_percent, time_percent) // 100
    time_at = len(entries) * max(checkpoint_percent, time_percent) // 100
    state = State()
    for entry in entries[:checkpoint_at]:
        step(state, entry)
    again = decode_state(encode_state(state))
    for entry in entries[checkpoint_at:time_at]:
        step(state, entry)
        step(again, entry)
    assert saved(again) == saved(state)
    assert monitor_views(again) == monitor_views(state)
