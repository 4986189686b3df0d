"""Takes alerts from both boundaries: acted on at receipt, acknowledged after the commit."""

import logging
from collections import OrderedDict
from dataclasses import dataclass

from console.core.boundary.acknowledgements import Acknowledgements, Key
from console.core.boundary.alert_format import MalformedAlert, ReadAlert, read_alert
from console.core.boundary.alert_sockets import AlertSockets, Arrival
from console.core.boundary.journal import Journal, quarantine
from console.core.boundary.tally import (
    DUPLICATES,
    LOSSY_GAPS,
    MALFORMED,
    RECEIVED,
    Tally,
)
from console.core.log.decider import Decider
from console.core.log.input_log import AlertReceived
from console.core.log.rows import ACKNOWLEDGED, SEQUENCES, Counted, Row
from console.core.log.store import MAX_WAITING, Store
from console.domain.wording import counted
from console.protocol.alert_messages import AlertRejected
from console.protocol.clock import Clock
from console.protocol.refusal_log import RefusalLog

log = logging.getLogger("sightline.alerts")

TAKEN_AT_ONCE = 64
TAKE_FOR_NS = 15_000_000
"""A turn takes what fits in this time: a flood leaves commands and health their turn."""

MAX_SEQUENCES = 10_000
LARGEST_GAP = 1_000_000
"""A source whose numbers leap further has begun to count anew; nothing is said to be lost."""

_ACKNOWLEDGED: tuple[Counted, ...] = ((RECEIVED, 1), (ACKNOWLEDGED, 1))
"""True once it is committed."""

_LOSSY: tuple[Counted, ...] = ((RECEIVED, 1),)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a source's sequence number makes to be kept."""

    rows: tuple[Row, ...] = ()
    counts: tuple[Counted, ...] = ()


NOTHING_SEEN = Seen()


class AlertReceiver:
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
        self._refusals = RefusalLog(log, clock, "a malformed alert was counted and set aside: %s")
        self.acknowledgements = Acknowledgements()
        self.taken = 0

    def take(self) -> bool:
        """Take what is there, within bounds; whether there may be more."""
        if self._store.waiting > MAX_WAITING:
            return False  # they stay in the sockets, and then with their senders
        if self._store.renewing and self._journal.reading:
            return False  # for a moment nobody can say which of them have come before
        begun_ns, before = self._clock.monotonic_ns(), self.taken
        for arrival in self._sockets.arrivals(TAKEN_AT_ONCE):
            received_ns = self._clock.monotonic_ns()
            self._take_one(arrival, received_ns)
            if received_ns - begun_ns > TAKE_FOR_NS:
                break
        return self.taken > before

    def answer(self) -> None:
        """Send the acknowledgements whose time has come."""
        now_ns = self._clock.monotonic_ns()
        committed = self._store.committed
        released, refused = self.acknowledgements.release(committed, now_ns, self._store.rejected)
        self._tally.note(ACKNOWLEDGED, released)
        for sender, rejected in refused:
            self._sockets.answer(sender, rejected)
        for sender, answer in self.acknowledgements.leaving(now_ns):
            self._sockets.answer(sender, answer)

    def sequence_rows(self) -> list[Row]:
        """The last number of each source."""
        return [(SEQUENCES, (source, seq)) for source, seq in self._sequences.items()]

    def _take_one(self, arrival: Arrival, received_mono_ns: int) -> None:
        self.taken += 1
        try:
            if arrival.problem:
                raise MalformedAlert(arrival.problem, arrival.alert_id)
            read = read_alert(arrival.body)
        except MalformedAlert as error:
            self._reject(arrival, error)
            return
        key = (read.alert.source, read.alert.id)
        known = self._journal.number_of(key)
        is_counted = arrival.sender is None and known is None  # what comes again is behind its number
        seen = self._watch_sequence(read) if is_counted else NOTHING_SEEN
        if known is not None:
            self._take_again(arrival, key, known, seen)
        else:
            self._take_new(arrival, read, received_mono_ns, seen)

    def _reject(self, arrival: Arrival, error: MalformedAlert) -> None:
        self._refusals.note(error)
        aside = quarantine(self._clock.now_ms(), str(error), arrival.body)
        self._tally.note(MALFORMED)
        self._store.add((aside,), ((MALFORMED, 1),))
        if arrival.sender is not None:
            self._sockets.answer(arrival.sender, AlertRejected(error=str(error), id=error.id))

    def _take_again(self, arrival: Arrival, key: Key, n: int, seen: Seen) -> None:
        self._tally.note(DUPLICATES)
        self._store.add(seen.rows, ((DUPLICATES, 1), *seen.counts))
        if arrival.sender is not None:
            self.acknowledgements.repeat(key, arrival.sender, n, self._clock.monotonic_ns())

    def _take_new(self, arrival: Arrival, read: ReadAlert, received_mono_ns: int, seen: Seen) -> None:
        lossy = arrival.sender is None
        entered = self._journal.enter(read.alert, self._clock.now_ms(), lossy=lossy)
        n = self._journal.count
        number = max(n, self._decider.state.incidents.next_number.value)
        received = AlertReceived(n, number, read.alert, received_mono_ns, lossy)
        self._tally.note(RECEIVED)
        counts = _LOSSY if lossy else _ACKNOWLEDGED
        decided = self._decider.decide(received, (entered, *seen.rows), (*counts, *seen.counts))
        if arrival.sender is not None:
            key = (read.alert.source, read.alert.id)
            self.acknowledgements.expect(key, arrival.sender, n, decided.token)

    def _watch_sequence(self, read: ReadAlert) -> Seen:
        """Count what the simple boundary lost: numbers that a source's sequence left out."""
        source, seq = read.alert.source, read.seq
        if seq is None:
            return NOTHING_SEEN
        last = self._sequences.get(source)
        self._sequences[source] = seq
        self._sequences.move_to_end(source)
        if len(self._sequences) > MAX_SEQUENCES:
            self._sequences.popitem(last=False)
        lost = seq - last - 1 if last is not None else 0
        if not 0 < lost <= LARGEST_GAP:
            return Seen(((SEQUENCES, (source, seq)),))
        log.warning("%s: lost on the simple boundary: %s", source, counted(lost, "alert"))
        self._tally.note(LOSSY_GAPS, lost)
        return Seen(((SEQUENCES, (source, seq)),), ((LOSSY_GAPS, lost),))
