"""How a tile's source goes over from one stream's slot to another's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.camera import Profile
from console.domain.ids import CellIndex, FeedId
from console.domain.media import SlotKey
from console.domain.picture import LostCause, PictureState
from console.domain.wall import CellView, Layer
from console.domain.wording import local_time
from console.protocol.clock import SystemClock
from console.protocol.engine_messages import (
    EngineChange,
    EnginePublished,
    FeedHealth,
    FeedsChanged,
    SlotsPlaced,
    StreamsGone,
)
from console.ui.frames import Frames
from console.ui.wall.grid import Box
from console.ui.wall.tile import Tile
from tests.fakes.slot_painter import SlotPainter

A = FeedId("a")
SUB, MAIN = (SlotKey(A, profile, 160, 90) for profile in (Profile.SUB, Profile.MAIN))
CLOCK = SystemClock()


@pytest.fixture
def painter(tmp_path: Path) -> Iterator[SlotPainter]:
    painter = SlotPainter(tmp_path)
    yield painter
    painter.stop()


def say(frames: Frames, change: EngineChange) -> None:
    frames.apply(EnginePublished("b", 1, 0, change))


def live(painter: SlotPainter, key: SlotKey) -> None:
    painter.say(key, PictureState.LIVE, stale_after_ms=60_000)
    painter.paint(key, 1, CLOCK.monotonic_ns())


def test_old_streams_picture_stays_until_the_new_one_has_its_first(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    live(painter, SUB)
    source = frames.source(A, 160, 90)
    say(frames, SlotsPlaced((painter.slot(MAIN),)))
    frames.find(source)
    assert source.current is not None and source.current.place.key == SUB
    live(painter, MAIN)
    source.advance()
    assert source.current.place.key == MAIN
    source.close()


def test_loss_of_a_coming_stream_is_not_the_loss_of_the_picture_there_is(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    live(painter, SUB)
    source = frames.source(A, 160, 90)
    say(frames, SlotsPlaced((painter.slot(MAIN),)))
    painter.say(MAIN, PictureState.LOST, LostCause.REFUSED)
    frames.find(source)
    assert source.shown(CLOCK.monotonic_ns()).state is PictureState.LIVE
    live(painter, MAIN)
    frames.find(source)
    assert source.current is not None and source.current.place.key == MAIN
    source.close()


def test_health_of_a_closed_stream_is_forgotten() -> None:
    frames = Frames()
    say(frames, FeedsChanged((FeedHealth(A, Profile.MAIN, "worker-0", PictureState.LOST),)))
    assert frames.health_of(A) is not None
    before = frames.version
    say(frames, StreamsGone(((A, Profile.MAIN),)))
    assert frames.health_of(A) is None
    assert frames.version > before


def test_a_lost_camera_is_lost_while_another_stream_is_only_being_opened() -> None:
    frames = Frames()
    lost = FeedHealth(A, Profile.SUB, "worker-0", PictureState.LOST, LostCause.SILENT)
    opening = FeedHealth(A, Profile.MAIN, "worker-0", PictureState.CONNECTING)
    say(frames, FeedsChanged((lost, opening)))
    shown = frames.source(A, 160, 90).shown(CLOCK.monotonic_ns())
    assert (shown.state, shown.cause) == (PictureState.LOST, LostCause.SILENT)


def test_a_tile_that_is_opened_later_tells_since_when_its_camera_is_lost() -> None:
    frames = Frames()
    cause, at_ms = LostCause.REFUSED, 1_700_000_000_000
    lost = FeedHealth(A, Profile.SUB, "worker-0", PictureState.LOST, cause, since_ms=at_ms)
    say(frames, FeedsChanged((lost,)))
    cell = CellView(CellIndex(0), 0, 0, 1, 1, auto=False, feed=A, layer=Layer.BASE, pinned=False)
    tile = Tile(cell, Box(0, 0, 160, 90), None, frames.source(A, 160, 90))
    now_ms = 1_700_000_600_000
    tile.judge(CLOCK.monotonic_ns(), now_ms)
    assert tile.words[0] == f"LOST refused, {local_time(lost.since_ms, now_ms)}"
    tile.close()


def test_a_picture_that_is_painted_is_not_due_again_and_the_next_one_is(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    live(painter, SUB)
    cell = CellView(CellIndex(0), 0, 0, 1, 1, True, A, Layer.BASE)
    tile = Tile(cell, Box(0, 0, 160, 90), source=frames.source(A, 160, 90))

    def judged() -> bool:
        return tile.judge(CLOCK.monotonic_ns(), CLOCK.now_ms())

    def painted() -> None:
        reader = tile.source.current if tile.source else None
        assert reader is not None
        tile.painted(reader, reader.picture(), whole=True)

    assert judged()
    painted()
    assert not judged()
    painter.paint(SUB, 2, CLOCK.monotonic_ns())
    assert judged()
    painted()
    assert not judged()
    tile.close()
