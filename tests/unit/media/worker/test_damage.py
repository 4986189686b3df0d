"""Which pictures are whole, by what the receiver missed and the decoder marked."""

from typing import Any

import pytest

from console.media.worker.damage import Damage
from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import Connection, StreamFormat


class Way:
    """Packets and pictures in their order, without reordering."""

    def __init__(self, codec: str = "h264") -> None:
        self._connection = Connection(1, StreamFormat(codec, None, 640, 360))
        self._damage = Damage(codec)
        self._n = 0

    def whole(self, *, key: bool = False, lost: bool = False, marked: bool = False) -> bool:
        self._n += 1
        self.packet(self._n, key=key, lost=lost)
        return self.picture(self._n, key=key, marked=marked)

    def packet(self, pts: int, *, key: bool = False, lost: bool = False) -> None:
        packet: Any = type("Packet", (), {"pts": pts})()
        self._damage.packet(KeptPacket(pts, self._connection, packet, pts, key, 100, lost))

    def picture(self, pts: int, *, key: bool = False, marked: bool = False) -> bool:
        return self._damage.picture(pts, is_keyframe=key, is_marked=marked)

    def broken(self) -> None:
        self._damage.broken()


def test_all_after_a_loss_is_damaged_until_a_whole_keyframe() -> None:
    way = Way()
    assert way.whole(key=True) and way.whole()
    assert not way.whole(lost=True)
    assert not way.whole() and not way.whole()
    assert not way.whole(key=True, lost=True), "a keyframe that misses packets mends nothing"
    assert not way.whole()
    assert way.whole(key=True) and way.whole()


def test_what_the_decoder_marks_is_damaged_and_what_follows() -> None:
    way = Way()
    assert way.whole(key=True)
    assert not way.whole(marked=True)
    assert not way.whole()
    assert not way.whole(key=True, marked=True)
    assert way.whole(key=True)


def test_a_stream_that_is_damaged_from_its_first_picture_on_is_never_whole() -> None:
    way = Way()
    assert not any(way.whole(key=index % 5 == 0, marked=True) for index in range(20))
    assert way.whole(key=True)


def test_what_the_decoder_refuses_is_missed_by_what_follows() -> None:
    way = Way()
    assert way.whole(key=True)
    way.broken()
    assert not way.whole()
    assert way.whole(key=True)


@pytest.mark.parametrize("codec", ["mjpeg"])
def test_pictures_that_stand_alone_are_dropped_by_the_receiver_when_they_miss_packets(codec: str) -> None:
    way = Way(codec)
    assert way.whole(key=True) and way.whole(key=True, lost=True) and way.whole(key=True)


def test_pictures_that_were_held_back_before_a_keyframe_are_no_keyframe() -> None:
    """Packets K0 P3 B1 B2 K6 B4 B5: what is shown before K6 was predicted from the loss in P3."""
    way = Way()
    way.packet(0, key=True)
    assert way.picture(0, key=True)
    way.packet(3, lost=True)
    for pts in (1, 2):
        way.packet(pts)
        assert not way.picture(pts)
    way.packet(6, key=True)
    assert not way.picture(3)
    for pts in (4, 5):
        way.packet(pts)
        assert not way.picture(pts)
    assert way.picture(6, key=True)
    way.packet(7)
    assert way.picture(7)
