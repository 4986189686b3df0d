import mmap
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import SlotKey
from console.domain.picture import LostCause, PictureState
from console.domain.tier import Shed
from console.protocol.engine_messages import SlotPlace
from console.protocol.slots import ALIGNMENT, BUFFERS, GONE, SlotReader, SlotWriter, slot_bytes

KEY = SlotKey(FeedId("cam-017"), Profile.SUB, 64, 36)


@pytest.fixture
def memory() -> Iterator[mmap.mmap]:
    yield mmap.mmap(-1, 2 * slot_bytes(64, 36))


def writer_in(memory: mmap.mmap, *, key: SlotKey = KEY, incarnation: int = 1, offset: int = 0) -> SlotWriter:
    writer = SlotWriter(memory, "frames", offset, key, incarnation)
    writer.start()
    return writer


def write(writer: SlotWriter, value: int, width: int = 64, height: int = 36) -> None:
    writer.begin(width, height)[:] = value
    writer.publish(arrival_ns=value * 10, pts_us=value)


def test_states_and_causes_are_numbered_from_0_without_gaps() -> None:
    for numbered in (PictureState, LostCause):
        assert [int(one) for one in numbered] == list(range(len(numbered)))


def test_slot_lies_on_whole_pages_for_any_box() -> None:
    for width, height in [(2, 2), (271, 153), (3840, 2160)]:
        assert slot_bytes(width, height) % ALIGNMENT == 0
        assert slot_bytes(width, height) >= ALIGNMENT + BUFFERS * width * height * 4


def test_new_slot_is_connecting_without_a_picture(memory: mmap.mmap) -> None:
    writer = writer_in(memory)
    reader = SlotReader(memory, writer.place)
    assert reader.is_ours()
    assert (reader.seq(), reader.picture()) == (0, None)
    written = reader.written()
    assert (written.state, written.cause, written.arrival_ns) == (
        PictureState.CONNECTING,
        LostCause.NONE,
        0,
    )


@given(st.integers(0, 255))
def test_memory_that_another_slots_pixels_fill_by_now_says_nothing_of_ours(value: int) -> None:
    memory = mmap.mmap(-1, slot_bytes(64, 36))
    writer = writer_in(memory)
    write(writer, 7)
    reader = SlotReader(memory, writer.place)
    writer.stop()
    memory[:] = bytes((value,)) * len(memory)
    assert reader.written() == GONE
    assert (reader.quality(), reader.key_interval_ms()) == ((Shed.NONE, 0.0), 0)
    picture = reader.picture()
    assert picture is None or not reader.still_whole(picture)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.integers(1, 255), st.integers(1, 64), st.integers(1, 36)), min_size=1, max_size=8)
)
def test_reader_sees_the_newest_whole_picture(pictures: list[tuple[int, int, int]]) -> None:
    memory = mmap.mmap(-1, slot_bytes(64, 36))
    writer = writer_in(memory)
    reader = SlotReader(memory, writer.place)
    for count, (value, width, height) in enumerate(pictures, 1):
        write(writer, value, width, height)
        picture = reader.picture()
        assert picture is not None
        assert (picture.seq, picture.width, picture.height) == (count, width, height)
        assert (picture.arrival_ns, picture.pts_us) == (value * 10, value)
        assert reader.written().arrival_ns == value * 10
        assert (np.frombuffer(picture.pixels, np.uint8) == value).all()
        assert reader.still_whole(picture)


def test_picture_in_use_survives_one_more_and_is_torn_by_the_one_that_refills_it(memory: mmap.mmap) -> None:
    writer = writer_in(memory)
    reader = SlotReader(memory, writer.place)
    write(writer, 1)
    held = reader.picture()
    assert held is not None
    for value in (2, 3):
        write(writer, value)
        assert reader.still_whole(held)
    writer.begin(64, 36)  # the third after it takes its buffer: torn from the first touched pixel on
    assert not reader.still_whole(held)
    newest = reader.picture()
    assert newest is not None
    assert newest.arrival_ns == 30
    writer.publish(40, 4)
    assert not reader.still_whole(held)


def test_picture_that_is_given_up_half_written_is_never_shown(memory: mmap.mmap) -> None:
    writer = writer_in(memory)
    reader = SlotReader(memory, writer.place)
    write(writer, 1)
    writer.begin(64, 36)[:] = 200
    picture = reader.picture()
    assert picture is not None
    assert set(bytes(picture.pixels)) == {1}
    write(writer, 2)
    again = reader.picture()
    assert again is not None
    assert set(bytes(again.pixels)) == {2}
    assert reader.still_whole(again)


def test_state_cause_and_bound_are_told(memory: mmap.mmap) -> None:
    writer = writer_in(memory)
    reader = SlotReader(memory, writer.place)
    for state in PictureState:
        for cause in LostCause:
            writer.set_state(state, cause, stale_after_ms=2500, key_interval_ms=4000)
            written = reader.written()
            assert (written.state, written.cause, written.stale_after_ms) == (state, cause, 2500)
            assert reader.key_interval_ms() == 4000


def test_another_incarnation_or_feed_is_not_ours(memory: mmap.mmap) -> None:
    place = writer_in(memory).place
    reader = SlotReader(memory, place)
    write(writer_in(memory, incarnation=2), 9)
    assert not reader.is_ours()
    other = SlotKey(FeedId("cam-018"), Profile.SUB, 64, 36)
    writer_in(memory, key=other)
    assert not reader.is_ours()
    assert SlotReader(memory, SlotPlace(other, "frames", 0, 1)).is_ours()


def test_picture_held_over_an_incarnation_is_not_whole(memory: mmap.mmap) -> None:
    writer = writer_in(memory)
    write(writer, 1)
    reader = SlotReader(memory, writer.place)
    held = reader.picture()
    assert held is not None
    writer.stop()
    assert not reader.is_ours()
    write(writer_in(memory, incarnation=2), 1)
    assert not reader.still_whole(held)


def test_neighbours_do_not_touch_each_other(memory: mmap.mmap) -> None:
    first = writer_in(memory)
    second = writer_in(memory, offset=slot_bytes(64, 36), incarnation=2)
    readers = [SlotReader(memory, writer.place) for writer in (first, second)]
    for value in range(1, 7):
        write(first, value)
        write(second, 100 + value)
    shown = [reader.picture() for reader in readers]
    assert [set(bytes(picture.pixels)) for picture in shown if picture] == [{6}, {106}]


def test_a_row_is_padded_and_the_reader_told_so() -> None:
    key = SlotKey(FeedId("cam-1"), Profile.SUB, 240, 134)
    memory = mmap.mmap(-1, slot_bytes(240, 134))
    writer = writer_in(memory, key=key)
    pixels = writer.begin(238, 134)
    assert pixels.shape == (134, 256, 4)
    pixels[:, :238], pixels[:, 238:] = 7, 9
    writer.publish(1, 1)
    picture = SlotReader(memory, writer.place).picture()
    assert picture is not None
    assert (picture.width, picture.height, picture.stride) == (238, 134, 1024)
    rows = np.frombuffer(picture.pixels, np.uint8).reshape(134, picture.stride)
    assert set(rows[:, : 238 * 4].flat) == {7} and set(rows[:, 238 * 4 :].flat) == {9}


def test_picture_larger_than_the_box_is_refused(memory: mmap.mmap) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        writer_in(memory).begin(66, 36)


@pytest.mark.parametrize("rows", [0, 1_000, 1 << 31])
def test_a_size_that_the_slot_cannot_hold_is_no_picture(memory: mmap.mmap, rows: int) -> None:
    """A writer that was killed, or that runs wild, writes anything: nothing beyond the buffer is read."""
    writer = writer_in(memory)
    write(writer, 5)
    size = (64 << 32 | 36).to_bytes(8, "little")
    at = memory.rfind(size, 0, ALIGNMENT)  # the slot's own is before it
    memory[at : at + 8] = ((64 << 32 | rows) if rows else 36).to_bytes(8, "little")
    assert SlotReader(memory, writer.place).picture() is None


def test_long_feed_ids_are_told_apart_within_their_bytes(memory: mmap.mmap) -> None:
    key = SlotKey(FeedId("ä" * 40), Profile.SUB, 64, 36)
    assert SlotReader(memory, writer_in(memory, key=key).place).is_ours()


def test_after_a_leap_there_is_none_and_the_next_is_another_than_any_before(memory: mmap.mmap) -> None:
    writer = writer_in(memory)
    reader = SlotReader(memory, writer.place)
    seen = set()
    for epoch in range(1, 4):
        for _ in range(2):
            write(writer, 5)
            seen.add(reader.seq())
        writer.leap(epoch)
        assert (reader.seq(), reader.picture(), reader.epoch()) == (0, None, epoch)
        assert reader.written().arrival_ns == 0
    assert len(seen) == 6
