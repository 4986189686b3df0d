"""Small pictures are copied from the slots that are there, at the size they are wanted in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand, Priority, SlotKey
from console.domain.picture import LostCause, PictureState
from console.protocol.clock import SystemClock
from console.protocol.engine_messages import EnginePublished, SlotsGone, SlotsPlaced
from console.ui.desk.miniature_pictures import UNSHOWN_AFTER_NS, MiniaturePictures
from console.ui.frames import Frames
from tests.fakes.slot_painter import SlotPainter


class Told:
    """Takes what is demanded."""

    def __init__(self) -> None:
        self.demands: tuple[Demand, ...] = ()

    def change(self, demands: tuple[Demand, ...], part: str = "") -> None:
        self.demands = demands


A, B = FeedId("a"), FeedId("b")
KEY = SlotKey(A, Profile.SUB, 320, 180)
CLOCK = SystemClock()


class Copied:
    """One feed's slot and its small picture."""

    def __init__(self, folder: Path) -> None:
        self.slots = SlotPainter(folder)
        self.frames = Frames()
        self.told = Told()
        self.pictures = MiniaturePictures(self.frames, self.told)  # type: ignore[arg-type]
        self.place()

    def place(self, key: SlotKey = KEY) -> None:
        self.frames.apply(EnginePublished("e", 1, 0, SlotsPlaced((self.slots.slot(key),))))

    def demanded(self, after_ns: int = 0) -> tuple[Demand, ...]:
        now_ns = CLOCK.monotonic_ns()
        self.pictures.refresh(now_ns, now_ns + after_ns)  # as beside a replay that stands
        return self.told.demands

    def paint(self, frame: int, colour: tuple[int, int, int] = (10, 120, 200)) -> None:
        self.slots.say(KEY, PictureState.LIVE, stale_after_ms=60_000)
        self.slots.paint(KEY, frame, CLOCK.monotonic_ns(), colour)

    def size(self) -> tuple[int, int] | None:
        now_ns = CLOCK.monotonic_ns()
        self.pictures.refresh(now_ns, now_ns)
        got = self.pictures.get(A)
        return (got.image.width(), got.image.height()) if got is not None and got.image is not None else None


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Copied]:
    made = Copied(tmp_path)
    yield made
    made.pictures.close()
    made.slots.stop()


def test_what_is_wanted_is_copied_small_in_its_shape(copied: Copied) -> None:
    copied.paint(1)
    assert copied.size() is None, "nobody wants it yet"
    copied.pictures.wanted({A: QSize(100, 100)})
    assert copied.size() == (100, 56)
    got = copied.pictures.get(A)
    assert got is not None and got.image is not None
    assert got.image.pixelColor(50, 40).getRgb()[:3] == (200, 120, 10)
    assert got.shown.state is PictureState.LIVE
    assert copied.pictures.get(B) is None and copied.pictures.torn == 0


def test_before_its_first_picture_it_is_being_connected(copied: Copied) -> None:
    copied.pictures.wanted({A: QSize(100, 100)})
    assert copied.size() is None
    got = copied.pictures.get(A)
    assert got is not None and got.shown.state is PictureState.CONNECTING
    copied.paint(1)
    assert copied.size() == (100, 56), "it is looked for again"


def test_the_next_picture_and_another_size_are_copied_anew(copied: Copied) -> None:
    copied.pictures.wanted({A: QSize(100, 100)})
    copied.paint(1)
    copied.size()
    first = copied.pictures.get(A)
    image = first.image if first is not None else None
    copied.size()
    assert first is not None and first.image is image, "the same picture is not copied again"
    copied.pictures.wanted({A: QSize(100, 100)})
    copied.size()
    assert first.image is image
    copied.pictures.wanted({A: QSize(64, 64)})
    assert copied.size() == (64, 36)
    copied.paint(2, (0, 0, 0))
    copied.size()
    assert first.image.pixelColor(32, 30).red() == 0


def test_a_picture_that_became_old_is_named(copied: Copied) -> None:
    copied.pictures.wanted({A: QSize(100, 100)})
    copied.paint(1)
    assert copied.size() == (100, 56) and copied.pictures.stale() == frozenset()
    later_ns = CLOCK.monotonic_ns() + 61_000_000_000
    copied.pictures.refresh(later_ns, later_ns)
    assert copied.pictures.stale() == {A}


SECOND_NS = 1_000_000_000


def at(copied: Copied, now_ns: int) -> tuple[PictureState, frozenset[FeedId]]:
    """The picture's state at this time, and which are called old."""
    copied.pictures.refresh(now_ns, now_ns)
    kept = copied.pictures.get(A)
    assert kept is not None
    return kept.shown.state, copied.pictures.stale()


@pytest.fixture
def begun_ns(copied: Copied) -> int:
    """When a picture was there, and small; after two seconds it is old."""
    copied.pictures.wanted({A: QSize(100, 100)})
    copied.slots.say(KEY, PictureState.LIVE, stale_after_ms=2000)
    now_ns = CLOCK.monotonic_ns()
    copied.slots.paint(KEY, 1, now_ns)
    assert at(copied, now_ns) == (PictureState.LIVE, frozenset())
    return now_ns


def test_while_the_desk_waits_for_its_own_picture_no_camera_is_called_old(
    copied: Copied, begun_ns: int
) -> None:
    """Its monitor was unplugged, say: the camera is well."""
    copied.frames.apply(EnginePublished("e", 2, 0, SlotsGone((KEY,))))
    assert at(copied, begun_ns) == (PictureState.LIVE, frozenset())
    assert at(copied, begun_ns + 3 * SECOND_NS) == (PictureState.STALE, frozenset())
    assert at(copied, begun_ns + 6 * SECOND_NS) == (PictureState.STALE, {A}), "it would be here by now"


def test_what_was_old_before_its_display_stopped_showing_it_is_old(copied: Copied, begun_ns: int) -> None:
    assert at(copied, begun_ns + 3 * SECOND_NS) == (PictureState.STALE, {A})
    copied.frames.apply(EnginePublished("e", 2, 0, SlotsGone((KEY,))))
    assert at(copied, begun_ns + 3 * SECOND_NS) == (PictureState.STALE, {A})


def test_what_is_not_wanted_or_not_there_any_more_is_let_go(copied: Copied) -> None:
    copied.pictures.wanted({A: QSize(100, 100)})
    copied.paint(1)
    assert copied.size() is not None
    copied.slots.take_away(KEY)
    copied.frames.apply(EnginePublished("e", 2, 0, SlotsGone((KEY,))))
    assert copied.size() is None
    assert copied.pictures.get(A) is not None
    copied.pictures.wanted({})
    assert copied.size() is None and copied.pictures.get(A) is None


def test_a_picture_of_another_slot_is_copied_whatever_its_number(copied: Copied) -> None:
    """Each slot counts its own pictures from one."""
    copied.pictures.wanted({A: QSize(100, 100)})
    copied.paint(1)
    assert copied.size() is not None
    copied.slots.take_away(KEY)
    copied.place()
    copied.paint(1, (0, 0, 0))
    assert copied.size() == (100, 56)
    got = copied.pictures.get(A)
    assert got is not None and got.image is not None
    assert got.image.pixelColor(50, 40).red() == 0


def test_after_a_killed_worker_its_successors_picture_is_copied(copied: Copied) -> None:
    """What the killed one left in memory looks like a slot for ever."""
    copied.pictures.wanted({A: QSize(100, 100)})
    copied.paint(1)
    assert copied.size() is not None
    left = copied.slots.writers.pop(KEY)
    copied.place()
    assert copied.size() == (100, 56), "as long as there is no newer picture"
    copied.paint(1, (0, 0, 0))
    copied.size()
    got = copied.pictures.get(A)
    assert got is not None and got.image is not None
    assert got.image.pixelColor(50, 40).red() == 0
    left.stop()


def test_a_leap_into_a_time_without_pictures_leaves_none_of_before(copied: Copied) -> None:
    """Whether the worker or the desk hears of it first."""
    copied.pictures.wanted({A: QSize(100, 100)})
    for epoch in (1, 2):
        copied.paint(epoch)
        assert copied.size() is not None
        if epoch == 2:
            copied.frames.leap(epoch)
            assert copied.size() is None
        copied.slots.writers[KEY].leap(epoch)
        copied.slots.say(KEY, PictureState.LOST, LostCause.NOT_RECORDED)
        copied.frames.leap(epoch)
        assert copied.size() is None
        got = copied.pictures.get(A)
        assert got is not None and got.shown.age_s is None
    copied.paint(3, (0, 0, 0))
    assert copied.size() == (100, 56)


def test_what_no_display_shows_is_demanded_small_and_taken_back_once_one_does(copied: Copied) -> None:
    small = Demand(B, 100, 56, priority=Priority.KEYFRAMES)
    copied.pictures.wanted({A: QSize(100, 100), B: QSize(100, 56)})
    assert copied.demanded() == (), "its display may be about to ask"
    assert copied.demanded(UNSHOWN_AFTER_NS) == (small,), "a display shows the other"
    copied.place(SlotKey(B, Profile.SUB, 100, 56))
    assert copied.demanded(UNSHOWN_AFTER_NS) == (small,), "that place is the desk's own"
    copied.pictures.wanted({A: QSize(100, 100), B: QSize(120, 68)})
    larger = Demand(B, 120, 68, priority=Priority.KEYFRAMES)
    assert copied.demanded(UNSHOWN_AFTER_NS) == (larger,), "and so is that of its size before"
    copied.place(SlotKey(B, Profile.SUB, 320, 180))
    assert copied.demanded(UNSHOWN_AFTER_NS) == ()


def test_what_a_display_showed_meanwhile_is_demanded_a_while_after_that(copied: Copied) -> None:
    copied.pictures.wanted({B: QSize(100, 56)})
    copied.demanded()
    shown = SlotKey(B, Profile.SUB, 320, 180)
    copied.place(shown)
    assert copied.demanded(2 * UNSHOWN_AFTER_NS) == ()
    copied.frames.apply(EnginePublished("e", 2, 0, SlotsGone((shown,))))
    assert copied.demanded(3 * UNSHOWN_AFTER_NS) == (), "its display may be about to ask again"
    assert copied.demanded(4 * UNSHOWN_AFTER_NS) != ()


def test_what_is_not_to_be_demanded_or_not_wanted_any_more_is_not_demanded(copied: Copied) -> None:
    copied.pictures.wanted({B: QSize(100, 56)}, frozenset({B}))
    copied.demanded()
    assert copied.demanded(2 * UNSHOWN_AFTER_NS) == ()
    copied.pictures.wanted({B: QSize(100, 56)})
    copied.demanded()
    assert copied.demanded(UNSHOWN_AFTER_NS) != ()
    copied.pictures.close()
    assert copied.told.demands == ()
