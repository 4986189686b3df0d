"""Decode threads that take the most urgent work first; libavcodec and OpenCV let go of the GIL."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from console.domain.media import Priority
from console.media.worker.key_decoders import KeyDecoders
from console.media.worker.quarantine import NO_MARK
from console.media.worker.scale import Scaler
from console.protocol.clock import Clock

log = logging.getLogger("sightline.media")

MOST_CATCH_UPS = 16
"""So many in the queues of all workers are worth their time: together about half a second on two cores."""


class DecodeTools:
    """What one decode thread has for itself and lends to the work that it steps."""

    def __init__(self) -> None:
        self.scaler = Scaler()
        self.keys = KeyDecoders()


class Work(Protocol):
    """Something with packets to decode. ``step`` is never called by two threads at once."""

    def urgency(self) -> int:
        """The smallest goes first."""

    def mark(self) -> bytes:
        """Names it while it is stepped, see console.media.worker.quarantine."""

    def step(self, tools: DecodeTools) -> bool:
        """Do a short piece; True when there is more to do."""

    def failed(self, error: Exception) -> None:
        """The last step raised this."""


class WorkQueue(Protocol):
    """Where work says that it wants to be stepped, from any thread, any number of times."""

    def offer(self, work: Work) -> None:
        """There is something to do."""

    def offer_at(self, work: Work, due_ns: int) -> None:
        """There will be something to do then (CLOCK_MONOTONIC); the earliest time that was named holds."""

    def is_crowded(self) -> bool:
        """Whether more work that goes before the grid's waits than there is time for."""


class DecodePool:
    """Work that was offered is stepped until it has no more. Equal urgencies take turns.

    ``pools``: of so many on this machine, in as many processes, it is one.
    """

    def __init__(
        self,
        threads: int,
        clock: Clock,
        note: Callable[[int, bytes], None] = lambda thread, mark: None,
        pools: int = 1,
    ) -> None:
        self._clock = clock
        self._most_urgent = max(1, MOST_CATCH_UPS // pools)
        self._note = note
        self._changed = threading.Condition()
        self._order = itertools.count()
        self._heap: list[tuple[int, int, Work]] = []
        self._queued: dict[Work, int] = {}
        self._alarms: list[tuple[int, int, Work]] = []
        self._alarm_ns: dict[Work, int] = {}
        self._running: set[Work] = set()
        self._again: set[Work] = set()
        self._stopping = False
        self._since_ns: dict[Work, int] = {}
        self._waited_ns = self._taken = 0
        self._threads = [
            threading.Thread(target=self._run, args=(index,), name=f"decode {index}", daemon=True)
            for index in range(max(1, threads))
        ]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def offer(self, work: Work) -> None:
        """There is something to do; may be called by any thread, any number of times."""
        urgency = work.urgency()
        with self._changed:
            self._queue(work, urgency)

    def offer_at(self, work: Work, due_ns: int) -> None:
        """There will be something to do at ``due_ns``; the earliest time that was named holds."""
        with self._changed:
            if self._alarm_ns.get(work, due_ns + 1) > due_ns:
                self._alarm_ns[work] = due_ns
                heapq.heappush(self._alarms, (due_ns, next(self._order), work))
                self._changed.notify()

    def is_crowded(self) -> bool:
        """Whether more work that goes before the grid's waits than there is time for."""
        with self._changed:
            return sum(urgency < Priority.GRID for urgency in self._queued.values()) > self._most_urgent

    def cpu_ns(self) -> int:
        """CPU time of its threads so far."""
        clocks = [time.pthread_getcpuclockid(t.ident) for t in self._threads if t.ident and t.is_alive()]
        return sum(time.clock_gettime_ns(clock) for clock in clocks)

    def wait_ms(self) -> float:
        """How long work waited for a thread since this was asked last, on average."""
        with self._changed:
            waited_ns, taken = self._waited_ns, self._taken
            self._waited_ns = self._taken = 0
        return waited_ns / 1e6 / taken if taken else 0.0

    def native_ids(self) -> list[int]:
        """The kernel's numbers of its threads."""
        return [thread.native_id for thread in self._threads if thread.native_id]

    def is_whole(self) -> bool:
        """Whether all threads run: False after a defect ended one."""
        return self._stopping or all(thread.is_alive() for thread in self._threads)

    def stop(self, timeout_s: float = 1.0) -> None:
        """End the threads; each finishes its piece first."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(timeout_s)

    def _run(self, index: int) -> None:
        tools = DecodeTools()
        work = self._take(None, more=False)
        while work is not None:
            self._note(index, work.mark())
            try:
                more = work.step(tools)
            except Exception as error:  # noqa: BLE001 - one stream's fault must not end all others
                more, tools = False, DecodeTools()  # what it left in the shared decoders is unknown
                self._tell(work, error)
            self._note(index, NO_MARK)
            work = self._take(work, more=more)

    def _tell(self, work: Work, error: Exception) -> None:
        try:
            work.failed(error)
        except Exception:  # as above
            log.exception("what a stream's fault means could not be said to it")

    def _take(self, done: Work | None, *, more: bool) -> Work | None:
        """Put back what was stepped, if there is more to do in it, and wait for the most urgent work."""
        with self._changed:
            if done is not None:
                self._running.discard(done)
                if more or done in self._again:
                    self._again.discard(done)
                    self._queue(done, done.urgency())
            while not self._stopping:
                wait_s = self._ring_alarms()
                while self._heap:
                    urgency, _, work = heapq.heappop(self._heap)
                    if self._queued.get(work) == urgency:  # else offered again, more urgently
                        del self._queued[work]
                        self._running.add(work)
                        since_ns = self._since_ns.pop(work)
                        if urgency < Priority.POSTER:  # which may wait: nothing is cut for it
                            self._taken += 1
                            self._waited_ns += self._clock.monotonic_ns() - since_ns
                        return work
                self._changed.wait(wait_s)
            return None

    def _queue(self, work: Work, urgency: int) -> None:
        if work in self._running:
            self._again.add(work)
        elif self._queued.get(work, urgency + 1) > urgency:
            if work not in self._queued:
                self._since_ns[work] = self._clock.monotonic_ns()
            self._queued[work] = urgency
            heapq.heappush(self._heap, (urgency, next(self._order), work))
            self._changed.notify()

    def _ring_alarms(self) -> float | None:
        """Queue the work whose time has come; seconds until the next, None without one."""
        while self._alarms:
            due_ns, _, work = self._alarms[0]
            if self._alarm_ns.get(work) == due_ns:  # else named again, earlier
                left_ns = due_ns - self._clock.monotonic_ns()
                if left_ns > 0:
                    return left_ns / 1e9
                del self._alarm_ns[work]
                self._queue(work, work.urgency())
            heapq.heappop(self._alarms)
        return None
