"""What is missing in the recordings: where it is drawn, and in which words it is told."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.protocol.glimpse_messages import NOT_IN_PACKAGE, NOT_RECORDED, RecordedGap
from console.protocol.movie_index import CONNECTION, CRASH, DISK, RING, UNFIT
from console.ui import theme
from console.ui.replay.gap_lane import (
    LEAST_PX,
    gap_places,
    gap_words,
    gaps_at,
    is_within,
    paint_gap_head,
    paint_gaps,
)
from console.ui.replay.timeline_geometry import Track
from tests.ui.painting import difference, where

TRACK = Track(0, 100_000, 1_000)
FEED = FeedId("cam-1")
CAMERAS = {FEED: Camera(FEED, 12, "Corner <b>x</b>\nwest", "HPD")}


def gap(from_ms: int, to_ms: int, reason: str = RING, feed: FeedId = FEED) -> RecordedGap:
    return RecordedGap(feed, from_ms, to_ms, reason)


def test_gaps_that_touch_are_one_and_none_is_too_narrow_to_be_seen() -> None:
    gaps = [
        gap(-5_000, 1_000),
        gap(10_000, 10_001),
        gap(10_200, 12_000),
        gap(11_000, 11_500),
        gap(90_000, 200_000),
    ]
    assert gap_places(gaps, TRACK) == [(0, 10), (100, 120), (900, 1_000)]
    assert gap_places([gap(50_000, 50_010)], TRACK) == [(500, 500 + LEAST_PX)]
    assert gap_places([], TRACK) == []


def test_those_outside_of_what_is_played_are_none() -> None:
    assert [
        is_within(one, TRACK)
        for one in (gap(-9, -1), gap(-9, 0), gap(100_000, 100_001), gap(100_001, 1 << 50))
    ] == [
        False,
        True,
        True,
        False,
    ]


def test_the_pointer_finds_each_of_several_gaps() -> None:
    gaps = [gap(10_000, 20_000), gap(15_000, 15_010, DISK), gap(60_000, 70_000)]
    assert gaps_at(gaps, TRACK, 151) == gaps[:2]
    assert gaps_at(gaps, TRACK, 650) == gaps[2:]
    assert gaps_at(gaps, TRACK, 400) == []


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (RING, "dropped before the disk took them"),
        (CONNECTION, "the camera was lost"),
        (DISK, "the disk was late or failed"),
        (UNFIT, "what came can't be held by a movie"),
        (CRASH, "a crash took it"),
        (NOT_RECORDED, "not recorded"),
        (NOT_IN_PACKAGE, "not in this package"),
        ("<i>new</i>\nkind" + "x" * 500, "<i>new</i> kind" + "x" * 25),
    ],
)
def test_it_says_which_camera_when_how_long_and_why(reason: str, words: str) -> None:
    told = gap_words(gap(5_000, 47_000, reason), CAMERAS, lambda at_ms: f"at {at_ms}")
    assert told == f"at 5000 – at 47000 (42 s)  {words}: 12 Corner <b>x</b> west"


def test_a_camera_that_the_site_does_not_name_and_a_gap_of_an_instant() -> None:
    told = gap_words(gap(5_000, 5_120, feed=FeedId("cam-9")), {}, str)
    assert told == "5000 – 5120 (120 ms)  dropped before the disk took them: cam-9"


def test_it_is_drawn_hatched_in_its_place(fonted_app: QApplication) -> None:
    image = QImage(300, 16, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.BACKGROUND))
    before = image.copy()
    painter = QPainter(image)
    paint_gaps(painter, QRect(100, 0, 200, 16), [(20, 60)])
    painter.end()
    assert difference(before, image) == QRect(120, 2, 40, 12) == where(image, theme.REPLAY_GAP_COLOUR)
    assert where(image.copy(122, 3, 36, 10), theme.BACKGROUND).isValid(), "hatched, not filled"


@pytest.mark.parametrize("count", [None, 0, 12_345])
def test_its_head_has_the_sign_and_a_count(fonted_app: QApplication, count: int | None) -> None:
    image = QImage(132, 16, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.SURFACE))
    before = image.copy()
    painter = QPainter(image)
    paint_gap_head(painter, QRect(0, 0, 132, 16), count)
    painter.end()
    sign = where(image, theme.REPLAY_GAP_COLOUR)
    assert sign.isValid() and sign.right() < where(image, theme.MUTED).left()
    assert difference(before, image).right() < 131
