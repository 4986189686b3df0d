"""``ctl tour``: what it says, and what it takes from a person."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.app.command_tree import app
from console.app.ctl.tour_commands import named, round_words, run_words, step_rows
from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.domain.tour import Tour, TourStep
from console.domain.wall import TourMark

CAMERAS = (Camera(FeedId("cam-017"), 17, "Corner"), Camera(FeedId("18"), 99, "Bridge"))
NIGHT = Tour("night", (TourStep(FeedId("cam-017"), 15), TourStep(FeedId("gone"), 60)))


def test_a_tour_is_shown_with_names_and_what_is_passed_over() -> None:
    assert step_rows(NIGHT, {camera.feed: camera for camera in CAMERAS}) == [
        (1, "cam-017", "Corner", "15 s"),
        (2, "gone", "not in this site: passed over", "60 s"),
    ]
    assert round_words(NIGHT) == "1 min 15 s"


@pytest.mark.parametrize(
    ("held", "words"), [("", "camera 3 of 12"), ("paused", "camera 3 of 12, paused"), ("x", "camera 3 of 12")]
)
def test_a_run_says_where_it_is(held: str, words: str) -> None:
    assert run_words(TourMark("night", 3, 12, held)) == words


def test_another_name_leaves_everything_else() -> None:
    assert named(NIGHT, "late") == Tour("late", NIGHT.steps)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("night",), 2), (("night", "cam-1", "--from-file", "x.json"), 2), (("night", "cam-1"), 3)],
)
def test_cameras_or_a_file_are_named(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    result = CliRunner().invoke(app, ["ctl", "--run", str(tmp_path), "tour", "save", *arguments])
    assert result.exit_code == code, result.output
