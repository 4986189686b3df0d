"""What ``ctl record`` says of the room for recordings."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.app.command_tree import app
from console.app.ctl.record_commands import room_rows
from console.domain.wording import local_time
from console.protocol.recording_messages import RecordingRoom

NOW_MS = 1_772_366_400_000


def test_all_figures_of_the_room_are_shown_in_words() -> None:
    room = RecordingRoom(
        movies=12,
        used_bytes=41_200_000_000,
        limit_bytes=50_000_000_000,
        free_bytes=310_000_000_000,
        protected_bytes=850_000_000,
        bytes_per_s=1_000_000.0,
        always_since_ms=NOW_MS - 3_600_000,
        full_in_s=8_800.0,
        ends_in_s=3 * 86_400.0,
        seen_at_ms=NOW_MS - 12_000,
    )
    assert room_rows(room, NOW_MS) == [
        ("as of", "12 s ago"),
        ("used", "41.2 GB, 12 movies"),
        ("may be used", "50.0 GB"),
        ("protected", "850 MB"),
        ("free on the disk", "310.0 GB"),
        ("written now", "3.6 GB an hour"),
        ("oldest go in", "2 h"),
        ("protected leave no room in", "3 days"),
        ("continuous since", local_time(NOW_MS - 3_600_000, NOW_MS)),
    ]


def test_what_is_not_known_is_not_made_up() -> None:
    room = RecordingRoom(
        0, 0, 1, 2, 0, None, 0, None, None, trouble="the disk fails", unknown_bytes=5_000_000
    )
    rows = dict(room_rows(room, NOW_MS))
    assert (
        rows["written now"] == "not known yet: it takes a minute"
        and "as of" not in rows
        and rows["oldest go in"] == ""
        and "continuous since" not in rows
    )
    assert rows["trouble"] == "the disk fails" and rows["from before core's log"] == "5 MB"


@pytest.mark.parametrize(("wanted", "code"), [((), 2), (("cam-001",), 3), (("--incident", "i-000001"), 3)])
def test_to_record_nothing_is_wrong_use(tmp_path: Path, wanted: tuple[str, ...], code: int) -> None:
    result = CliRunner().invoke(app, ["ctl", "--run", str(tmp_path), "record", "start", *wanted])
    assert result.exit_code == code, result.output
