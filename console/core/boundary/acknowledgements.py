"""Acknowledgements: after the commit, and late for a source over its rate; never a refusal."""

import heapq
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from console.core.boundary.alert_sockets import Sender
from console.protocol.alert_messages import AlertAcknowledged, AlertRejected

RATE_PER_S = 50
BURST = 200
LATEST_NS = 10_000_000_000
"""No acknowledgement is held back longer than this, whatever the rate was."""

MAX_SOURCES = 10_000
MOST_SENDERS = 64
"""So many times one alert is answered while it waits: a gateway that reconnects asks again and again."""
_INTERVAL_NS = 1_000_000_000 // RATE_PER_S

NOTHING_REJECTED: Mapping[int, str] = {}

Key = tuple[str, str]
"""A source and an alert's id."""


class Rates:
    """A token bucket for each source, as the time at which its bucket would be full of holes again (GCRA)."""

    def __init__(self) -> None:
        self._full_ns: OrderedDict[str, int] = OrderedDict()

    def due_ns(self, source: str, now_ns: int) -> int:
        """When this source's next acknowledgement may leave."""
        full_ns = max(self._full_ns.get(source, 0), now_ns) + _INTERVAL_NS
        due_ns = min(max(now_ns, full_ns - BURST * _INTERVAL_NS), now_ns + LATEST_NS)
        self._full_ns[source] = min(full_ns, now_ns + LATEST_NS + BURST * _INTERVAL_NS)
        self._full_ns.move_to_end(source)
        if len(self._full_ns) > MAX_SOURCES:
            self._full_ns.popitem(last=False)
        return due_ns


@dataclass(slots=True)
class _Waiting:
    senders: list[Sender]
    n: int
    duplicate: bool
    token: int


class Acknowledgements:
    """One for each alert that is not acknowledged yet, and each connection over which it came."""

    def __init__(self) -> None:
        self._rates = Rates()
        self._uncommitted: OrderedDict[Key, _Waiting] = OrderedDict()
        self._held: dict[Key, _Waiting] = {}
        self._due: list[tuple[int, Key]] = []

    def expect(self, key: Key, sender: Sender, n: int, token: int) -> None:
        """A new alert: acknowledge it once ``token`` is committed."""
        self._uncommitted[key] = _Waiting([sender], n, duplicate=False, token=token)

    def repeat(self, key: Key, sender: Sender, n: int, now_ns: int) -> None:
        """An alert that came before: acknowledge it again, or on this way too, if that is under way."""
        waiting = self._uncommitted.get(key) or self._held.get(key)
        if waiting is None:
            self._hold(key, _Waiting([sender], n, duplicate=True, token=0), now_ns)
        else:  # over the same connection again too: every message is answered
            waiting.senders = [*waiting.senders, sender][-MOST_SENDERS:]

    def release(
        self, committed: int, now_ns: int, rejected: Mapping[int, str] = NOTHING_REJECTED
    ) -> tuple[int, list[tuple[Sender, AlertRejected]]]:
        """Everything up to the token ``committed`` is on disk, but for those ``rejected``.

        How many alerts that newly are, and what is to be said of the others.
        """
        released = 0
        refused: list[tuple[Sender, AlertRejected]] = []
        while self._uncommitted:
            key, waiting = next(iter(self._uncommitted.items()))
            if waiting.token > committed:
                break
            del self._uncommitted[key]
            if waiting.token in rejected:
                text = f"it can't be written down: {rejected[waiting.token]}"
                answer = AlertRejected(error=text, id=key[1])
                refused += [(sender, answer) for sender in waiting.senders]
                continue
            self._hold(key, waiting, now_ns)
            released += 1
        return released, refused

    def leaving(self, now_ns: int) -> list[tuple[Sender, AlertAcknowledged]]:
        """Acknowledgements whose time has come."""
        leaving = []
        while self._due and self._due[0][0] <= now_ns:
            _, key = heapq.heappop(self._due)
            waiting = self._held.pop(key)
            source, alert_id = key
            answer = AlertAcknowledged(ack=alert_id, source=source, n=waiting.n, duplicate=waiting.duplicate)
            leaving += [(sender, answer) for sender in waiting.senders]
        return leaving

    def next_due_ns(self) -> int | None:
        """When the next held acknowledgement leaves."""
        return self._due[0][0] if self._due else None

    def _hold(self, key: Key, waiting: _Waiting, now_ns: int) -> None:
        self._held[key] = waiting
        heapq.heappush(self._due, (self._rates.due_ns(key[0], now_ns), key))
