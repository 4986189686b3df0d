"""Takes alerts from both boundaries: acted on at receipt, acknowledged after the commit."""

import logging
from collections import OrderedDict

from console.core.boundary.acknowledgements import Acknowledgements, Key
from console.core.boundary.alert_format import MalformedAlert, ReadAlert, read_alert
from console.core.boundary.alert_sockets import AlertSockets, Arrival
from console.core.boundary.journal import Journal, quarantine
from console.core.boundary.tally import (
    ACKNOWLEDGED,
    DUPLICATES,
    LOSSY_GAPS,
    MALFORMED,
    RECEIVED,
    Tally,
    keep_count,
)
from console.core.log.decider import Decider
from console.core.log.input_log import AlertReceived
from console.core.log.store import MAX_WAITING, Statement, Store
from console.protocol.alert_messages import AlertRejected
from console.protocol.clock import Clock

log = logging.getLogger("sightline.alerts")

TAKEN_AT_ONCE = 64
TAKE_FOR_NS = 15_000_000
"""A turn takes what fits in this time: a flood leaves commands and health their turn."""

MAX_SEQUENCES = 10_000

_SET_SEQUENCE = "INSERT OR REPLACE INTO sequences (source, seq) VALUES (?, ?)"


class AlertDesk:
    """One thread only: the loop's."""

    def __init__(
        self,
        sockets: AlertSockets,
        decider: Decider,
        store: Store,
        journal: Journal,
        tally: Tally,
        sequences: dict[str, int],
        clock: Clock,
    ) -> None:
        self._sockets = sockets
        self._decider = decider
        self._store = store
        self._journal = journal
        self._tally = tally
        self._sequences = OrderedDict(sequences)
        self._clock = clock
        self.acknowledgements = Acknowledgements()
        self.taken = 0

    def take(self) -> bool:
        """Take what is there, within bounds; whether there may be more."""
        until_ns = self._clock.monotonic_ns() + TAKE_FOR_NS
        for _ in range(TAKEN_AT_ONCE):
            if self._store.waiting > MAX_WAITING:
                return False  # they stay in the sockets, and then with their senders
            arrival = self._sockets.receive()
            if arrival is None:
                return False
            self._take_one(arrival)
            if self._clock.monotonic_ns() > until_ns:
                break
        return True

    def answer(self) -> None:
        """Send the acknowledgements whose time has come."""
        now_ns = self._clock.monotonic_ns()
        released = self.acknowledgements.release(self._store.committed, now_ns)
        self._tally.note(ACKNOWLEDGED, released)
        for sender, answer in self.acknowledgements.leaving(now_ns):
            self._sockets.answer(sender, answer)

    def _take_one(self, arrival: Arrival) -> None:
        received_mono_ns = self._clock.monotonic_ns()
        self.taken += 1
        try:
            if arrival.problem:
                raise MalformedAlert(arrival.problem)
            read = read_alert(arrival.body)
        except MalformedAlert as error:
            self._reject(arrival, error)
            return
        also = self._watch_sequence(read) if arrival.sender is None else ()
        key = (read.alert.source, read.alert.id)
        known = self._journal.number_of(key)
        if known is not None:
            self._take_again(arrival, key, known, also)
        else:
            self._take_new(arrival, read, received_mono_ns, also)

    def _reject(self, arrival: Arrival, error: MalformedAlert) -> None:
        log.info("a malformed alert was counted and set aside: %s", error)
        now_ms = self._clock.now_ms()
        self._store.add((*quarantine(now_ms, str(error), arrival.body), self._tally.add(MALFORMED)))
        if arrival.sender is not None:
            self._sockets.answer(arrival.sender, AlertRejected(error=str(error), id=error.id))

    def _take_again(self, arrival: Arrival, key: Key, n: int, also: tuple[Statement, ...]) -> None:
        self._store.add((self._tally.add(DUPLICATES), *also))
        if arrival.sender is not None:
            self.acknowledgements.repeat(key, arrival.sender, n, self._clock.monotonic_ns())

    def _take_new(
        self, arrival: Arrival, read: ReadAlert, received_mono_ns: int, also: tuple[Statement, ...]
    ) -> None:
        lossy = arrival.sender is None
        entered = self._journal.enter(read.alert, self._clock.now_ms(), lossy=lossy)
        counted = [self._tally.add(RECEIVED)]
        if not lossy:
            counted.append(keep_count(ACKNOWLEDGED))  # true once it is committed
        received = AlertReceived(self._journal.count, read.alert, received_mono_ns, lossy)
        decided = self._decider.feed(received, entered, *counted, *also)
        if arrival.sender is not None:
            key = (read.alert.source, read.alert.id)
            self.acknowledgements.expect(key, arrival.sender, received.journal_n, decided.token)

    def _watch_sequence(self, read: ReadAlert) -> tuple[Statement, ...]:
        """Count what the simple boundary lost: numbers that a source's sequence left out."""
        source, seq = read.alert.source, read.seq
        if seq is None:
            return ()
        last = self._sequences.get(source)
        self._sequences[source] = seq
        self._sequences.move_to_end(source)
        if len(self._sequences) > MAX_SEQUENCES:
            self._sequences.popitem(last=False)
        statements = [Statement(_SET_SEQUENCE, (source, seq))]
        if last is not None and seq > last + 1:
            log.warning("%s: %d alerts were lost on the simple boundary", source, seq - last - 1)
            statements.append(self._tally.add(LOSSY_GAPS, seq - last - 1))
        return tuple(statements)
