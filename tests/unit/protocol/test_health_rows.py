"""The health list says of each stream what there is to say, the worst first."""

from pathlib import Path

import pytest

from console.domain.camera import Camera, Profile
from console.domain.ids import FeedId
from console.domain.picture import LostCause, PictureState
from console.domain.tier import Shed, Tier
from console.protocol.engine_messages import FeedHealth
from console.protocol.health_rows import (
    HEADINGS,
    MEANINGS,
    HealthRow,
    cell_words,
    health_rows,
    is_figure,
    sorted_by,
)

NOW_MS = 1_772_366_400_000


def camera(number: int) -> Camera:
    return Camera(FeedId(f"cam-{number}"), number, f"Street {number}")


def stream(number: int, state: PictureState = PictureState.LIVE, **figures: object) -> FeedHealth:
    return FeedHealth(FeedId(f"cam-{number}"), Profile.SUB, "worker-0", state, **figures)  # type: ignore[arg-type]


def rows_of(*streams: FeedHealth, cameras: int = 6) -> list[HealthRow]:
    by_feed = {health.feed: [one for one in streams if one.feed == health.feed] for health in streams}
    return health_rows([camera(number) for number in range(1, cameras + 1)], by_feed)


def said(row: HealthRow) -> dict[str, str]:
    return {heading: cell_words(row, column, NOW_MS) for column, heading in enumerate(HEADINGS)}


def numbers(rows: list[HealthRow]) -> list[int]:
    return [row.camera.number for row in rows]


MIXED = rows_of(
    stream(2),
    stream(3, stalls_1h=2, fps=5.0),
    stream(4, shed=Shed.CPU, fps=15.0),
    stream(5, PictureState.LOST, cause=LostCause.SILENT),
    stream(6, PictureState.STALE, fps=9.0),
)


def test_the_worst_is_first_and_the_unknown_last() -> None:
    assert numbers(MIXED) == [5, 6, 4, 3, 2, 1]
    assert MIXED[-1].health is None


def test_a_column_sorts_and_the_unknown_stays_last() -> None:
    fps = HEADINGS.index("fps")
    assert numbers(sorted_by(MIXED, fps, descending=True)) == [4, 6, 3, 5, 2, 1]
    assert numbers(sorted_by(MIXED, fps, descending=False)) == [5, 2, 3, 6, 4, 1]
    assert numbers(sorted_by(MIXED, 0, descending=True)) == [6, 5, 4, 3, 2, 1]


def test_each_profile_has_its_row() -> None:
    main = FeedHealth(FeedId("cam-1"), Profile.MAIN, "worker-1", PictureState.STALE)
    rows = rows_of(stream(1), main, cameras=1)
    assert [said(row)["stream"] for row in rows] == ["main", "sub"]


@pytest.mark.parametrize(
    ("cause", "why"),
    [(LostCause.NO_KEYFRAME, "for a keyframe"), (LostCause.NO_WHOLE_PICTURE, "for a whole picture")],
)
def test_what_a_stream_waits_for_is_said(cause: LostCause, why: str) -> None:
    (row,) = rows_of(stream(1, PictureState.WAIT, cause=cause), cameras=1)
    assert said(row)["why"] == why


def test_pictures_that_come_late_say_so_unless_the_stream_is_lost() -> None:
    late = {"late_s": 7.4}
    rows = rows_of(stream(1, **late), stream(2, PictureState.LOST, cause=LostCause.SILENT, **late), cameras=2)
    lost, live = rows
    assert said(live)["why"] == "7 s late: its link is too slow"
    assert "late" not in said(lost)["why"]


def test_figures_are_set_flush_right_and_words_are_not() -> None:
    by_heading = {heading: is_figure(column) for column, heading in enumerate(HEADINGS)}
    assert by_heading["fps"] and by_heading[HEADINGS[0]]
    assert not (by_heading[HEADINGS[1]] or by_heading["why"] or by_heading["stream"])


def test_figures_are_in_words_and_zeros_are_left_out() -> None:
    busy = stream(
        1,
        bitrate_kbps=412.4,
        fps=14.96,
        gop_s=2.0,
        width=640,
        height=360,
        codec="h264",
        reconnects_1h=3,
        ring_s=29.8,
        tier=Tier.GRID,
        shed=Shed.CPU,
        drawn_fps=2.0,
    )
    words = said(rows_of(busy, cameras=1)[0])
    assert words == {
        "no": "1",
        "camera": "Street 1",
        "stream": "sub",
        "state": "LIVE",
        "why": "2 fps: CPU",
        "since": "",
        "reconn./h": "3",
        "stalls/h": "",
        "damaged": "",
        "kb/s": "412",
        "fps": "15.0",
        "GOP s": "2.0",
        "size": "640x360",
        "codec": "h264",
        "ring s": "29.8",
        "tier": "small tile",
    }


def test_a_lost_stream_says_why_and_an_unknown_one_that_it_is_unknown() -> None:
    lost = stream(1, PictureState.LOST, cause=LostCause.UNAUTHORISED)
    odd = stream(2, PictureState.LOST, cause=LostCause.OTHER, detail="Protocol not found")
    words = [said(row) for row in rows_of(lost, odd, cameras=3)]
    assert [one["why"] for one in words] == ["wrong user or password", "Protocol not found", ""]
    assert words[2]["state"] == "unknown"


def test_the_page_about_cameras_says_what_each_heading_means() -> None:
    page = (Path(__file__).parents[3] / "docs" / "cameras.md").read_text(encoding="utf-8")
    rows = [f"| {heading} | {means} |" for heading, means in zip(HEADINGS, MEANINGS, strict=True)]
    assert "\n".join(rows) in page
