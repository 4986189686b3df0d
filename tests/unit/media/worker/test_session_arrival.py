"""A picture that FFmpeg hands out as it gives a silent camera up did not arrive then."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.media.worker import session
from console.media.worker.session import Session
from console.protocol.process_config import StreamSource

SOURCE = StreamSource(FeedId("cam-1"), Profile.SUB, "rtsp://h/cam-1/sub")
S = 1_000_000_000


class Sink:
    def __init__(self) -> None:
        self.arrivals_s: list[float] = []

    def connected(self, form: object) -> None: ...

    def arrived(self, packet: object, arrival_ns: int, *, after_loss: bool = False) -> None:
        self.arrivals_s.append(arrival_ns / S)


@pytest.mark.parametrize(
    ("read_s", "arrived_s"),
    [
        ([100.0, 100.07, 105.1], [100.0, 100.07, 100.07]),
        ([100.0, 102.0, 105.0], [100.0, 102.0, 105.0]),
        ([100.0, 105.1, 105.2], [100.0, 100.0, 105.2]),
    ],
    ids=["given up", "slow", "came back"],
)
def test_arrival_times(read_s: list[float], arrived_s: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(now_ns=0)
    clock.monotonic_ns = lambda: clock.now_ns

    def demux(_stream: object) -> Iterator[object]:
        for at_s in read_s:
            clock.now_ns = round(at_s * S)
            yield SimpleNamespace(size=1)

    monkeypatch.setattr(session, "format_of", lambda _stream, _aspect: object())
    container = SimpleNamespace(streams=SimpleNamespace(video=[object()]), demux=demux)
    sink = Sink()
    Session(SOURCE, sink, None, clock)._read(container)
    assert sink.arrivals_s == pytest.approx(arrived_s)
