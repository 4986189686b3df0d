"""A gateway that floods core with alerts over one connection, keeping each until it is acknowledged.

It shares the machine's cores with what it measures: alerts are cut from templates, answers read once.
"""

import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field

import msgspec
import zmq

from console.app.bench.made_log import Place
from console.protocol.alert_messages import AlertMessage
from console.protocol.requester import quick_reconnect

RESEND_AFTER_NS = 2_000_000_000
LOOK_EVERY_NS = 100_000_000
_MARK = "0000000000"


class _Answer(msgspec.Struct):
    """What core answers: the id that it acknowledges, or an error."""

    ack: str = ""
    error: str = ""


@dataclass(slots=True)
class _Sent:
    body: bytes
    first_ns: int
    last_ns: int


@dataclass(slots=True)
class Heard:
    """Acknowledgements: how long each took, and how many came in each second of the clock."""

    took_ns: list[int] = field(default_factory=list)
    by_second: dict[int, int] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    sent_again: int = 0


class Gateway:
    """``turn`` often. At most ``window`` alerts are under way. One thread only."""

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        endpoint: str,
        places: list[Place],
        kinds: tuple[str, ...],
        window: int,
    ) -> None:
        self._socket = context.socket(zmq.DEALER)
        quick_reconnect(self._socket)
        self._socket.set_hwm(0)
        self._socket.setsockopt(zmq.IMMEDIATE, 1)
        self._monitor = self._socket.get_monitor_socket(zmq.EVENT_CONNECTED)
        self._endpoint = endpoint
        self._templates = [
            template(index, place, kinds[index % len(kinds)]) for index, place in enumerate(places)
        ]
        self._window = window
        self._under_way: OrderedDict[str, _Sent] = OrderedDict()
        self._again: deque[str] = deque()
        self._decoder = msgspec.json.Decoder(_Answer)
        self._number = 0
        self._looked_ns = 0
        self.heard = Heard()

    @property
    def under_way(self) -> int:
        """Alerts that are not acknowledged yet."""
        return len(self._under_way)

    def start(self) -> None:
        """Connect; core need not be there yet."""
        self._socket.connect(self._endpoint)

    def turn(self, *, sending: bool) -> None:
        """Send what fits the window, wait a little for answers, take them."""
        self._send_again()
        while sending and len(self._under_way) < self._window and self._send_new():
            pass
        if self._socket.poll(10):
            self._take_answers()
        self._look_for_late()

    def _send_new(self) -> bool:
        self._number += 1
        name = f"{self._number:010d}"
        head, tail = self._templates[self._number % len(self._templates)]
        now_ns = time.monotonic_ns()
        sent = _Sent(head + name.encode() + tail, now_ns, now_ns)
        self._under_way[name] = sent
        return self._send(name, sent)

    def _send(self, name: str, sent: _Sent) -> bool:
        try:
            self._socket.send(sent.body, zmq.DONTWAIT)
        except zmq.Again:
            self._again.append(name)
            return False
        return True

    def _send_again(self) -> None:
        for _ in range(len(self._again)):
            name = self._again.popleft()
            sent = self._under_way.get(name)
            if sent is None:
                continue
            sent.last_ns = time.monotonic_ns()
            if not self._send(name, sent):
                return
            self.heard.sent_again += 1

    def _take_answers(self) -> None:
        heard = self.heard
        try:
            while True:
                answer = self._decoder.decode(self._socket.recv(zmq.DONTWAIT))
                now_ns = time.monotonic_ns()
                if answer.error:
                    heard.errors.append(answer.error)
                sent = self._under_way.pop(answer.ack.removeprefix("read-"), None)
                if sent is None:
                    continue  # acknowledged twice, because it was sent twice
                heard.took_ns.append(now_ns - sent.first_ns)
                heard.ids.append(answer.ack)
                second = now_ns // 1_000_000_000
                heard.by_second[second] = heard.by_second.get(second, 0) + 1
        except zmq.Again:
            return

    def _look_for_late(self) -> None:
        """What has waited too long, and all of it after a new connection, is due again."""
        now_ns = time.monotonic_ns()
        if now_ns - self._looked_ns < LOOK_EVERY_NS:
            return
        self._looked_ns = now_ns
        connected = False
        while self._monitor.poll(0):
            self._monitor.recv_multipart()
            connected = bool(self.heard.took_ns)
        known = set(self._again)
        for name, sent in self._under_way.items():
            if (connected or now_ns - sent.last_ns > RESEND_AFTER_NS) and name not in known:
                sent.last_ns = now_ns
                self._again.append(name)

    def stop(self) -> None:
        """Disconnect."""
        self._socket.disable_monitor()
        self._monitor.close()
        self._socket.close()


def template(index: int, place: Place, kind: str) -> tuple[bytes, bytes]:
    """An alert of this source, before and after the part of its id that changes."""
    message = AlertMessage(
        v=1,
        source=f"reader-{index}",
        id=f"read-{_MARK}",
        kind=kind,  # type: ignore[arg-type]
        time="2026-03-01T12:00:00Z",
        severity="minor",  # type: ignore[arg-type]
        lat_deg=round(place[0], 6),
        lon_deg=round(place[1], 6),
        place=f"Reader {index}",
        text="plate on the list of stolen vehicles",
        details={"plate": f"ABC-{index:03d}", "lane": index % 3},
    )
    head, tail = msgspec.json.encode(message).split(_MARK.encode())
    return head, tail
