"""Follows a publisher: snapshot first, then every change in order, and again a snapshot after any gap."""

import logging
from typing import Generic, Protocol, TypeVar

import msgspec
import zmq

from console.domain.errors import NoAnswer
from console.protocol.clock import Clock
from console.protocol.refusal_log import RefusalLog
from console.protocol.reply import Reply
from console.protocol.requester import Requester, quick_reconnect
from console.protocol.unreadable import UNREADABLE

log = logging.getLogger("sightline.bus")

SNAPSHOT_RETRY_NS = 1_000_000_000
SILENT_AFTER_NS = 3_000_000_000
SILENT_RETRY_NS = 10_000_000_000
"""One that is connected, but neither publishes nor answers, may be stopped: questions would pile up."""
NOT_READY_HOLDS_NS = 3_000_000_000
NOT_READY_RETRY_NS = 200_000_000
"""After its refusal: a wall that starts would stand without its layout for the rest of a second."""


class Numbered(Protocol):
    """What a snapshot and a published change share."""

    @property
    def boot(self) -> str: ...
    @property
    def seq(self) -> int: ...


class PublishedChange(Numbered, Protocol):
    """A published change."""

    @property
    def at_ms(self) -> int: ...
    @property
    def change(self) -> object: ...


SnapshotT = TypeVar("SnapshotT", bound=Numbered)
PublishedT = TypeVar("PublishedT", bound=PublishedChange)


class Follower(Generic[SnapshotT, PublishedT]):
    """Non-blocking; call ``poll`` often (each 30 Hz tick). One thread only.

    ``poll`` gives snapshots and published changes, in the order to be applied. ``heard_ns`` is when the
    publisher was last heard (CLOCK_MONOTONIC, 0 for never), from which a display tells CONTROL LOST.
    ``not_ready`` is why it refuses its snapshot, in its own words, "" when it does not: it is asked again
    soon after each refusal, so the words are at most 3 s old. ``replies`` holds answers to commands that were
    sent through ``requester``; take them after each ``poll``.
    """

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        changes_endpoint: str,
        requester: Requester,
        get_snapshot: msgspec.Struct,
        snapshot_type: type[SnapshotT],
        published_type: type[PublishedT],
        clock: Clock,
    ) -> None:
        self._context = context
        self._endpoint = changes_endpoint
        self._get_snapshot = get_snapshot
        self._snapshot_type = snapshot_type
        self._refusals = RefusalLog(log, clock, "a change could not be read: %s")
        self._decoder: msgspec.json.Decoder[PublishedT] = msgspec.json.Decoder(published_type)
        self._clock = clock
        self._socket: zmq.Socket[bytes] | None = None
        self._asked_id = ""
        self._asked_ns = 0
        self._boot = ""
        self._seq = 0
        self._synced = False
        self._early: list[PublishedT] = []
        self._refused_ns = 0
        self._started_ns = 0
        self.requester = requester
        self.replies: list[Reply] = []
        self.heard_ns = 0
        self.not_ready = ""

    @property
    def sockets(self) -> tuple[zmq.Socket[bytes], ...]:
        """The connected sockets, for a poller; none before ``start``."""
        return (self._socket, self.requester.socket) if self._socket is not None else ()

    def start(self) -> None:
        """Connect; the publisher need not be there yet."""
        self._started_ns = self._clock.monotonic_ns()
        self.requester.start()
        socket = self._context.socket(zmq.SUB)
        quick_reconnect(socket)
        socket.setsockopt(zmq.RCVHWM, 0)
        socket.setsockopt(zmq.SUBSCRIBE, b"")
        socket.connect(self._endpoint)
        self._socket = socket

    def poll(self) -> list[SnapshotT | PublishedT]:
        """Everything to apply now, in order."""
        found: list[SnapshotT | PublishedT] = []
        while self._socket is not None and self._socket.poll(0):
            body = self._socket.recv()
            self.heard_ns = self._clock.monotonic_ns()
            try:
                published = self._decoder.decode(body)
            except UNREADABLE as error:
                self._refusals.note(error)
                self._synced = False  # as after a gap: all is asked for again
                continue
            self._take(published, found)
        self._take_replies(found)
        if self._socket is not None:
            self._keep_asking(self._clock.monotonic_ns())
        return found

    def _keep_asking(self, now_ns: int) -> None:
        """Ask for the snapshot that is missing, and a silent publisher whether it is ready."""
        if self.not_ready and now_ns - self._refused_ns > NOT_READY_HOLDS_NS:
            self.not_ready = ""
        if self.not_ready and now_ns - self._refused_ns < NOT_READY_RETRY_NS:
            return
        if now_ns - max(self.heard_ns, self._started_ns) <= SILENT_AFTER_NS:
            if not self._synced and self.heard_ns:
                self._ask(now_ns, SNAPSHOT_RETRY_NS)
        elif self.requester.is_connected:
            self._ask(now_ns, SNAPSHOT_RETRY_NS if self.not_ready else SILENT_RETRY_NS)
        else:
            self._asked_id = ""  # it is gone, and the question with it

    def _take(self, published: PublishedT, found: list[SnapshotT | PublishedT]) -> None:
        welcomed_again = published.seq == 0 and self._seq > 0  # before any change, heartbeats carry 0 too
        if welcomed_again or published.boot != self._boot:
            self._lose_sync()  # a welcome, or another life of the publisher
        if not self._synced:
            self._early.append(published)
        elif published.seq == self._seq + 1:
            self._seq += 1
            found.append(published)
        elif published.seq > self._seq:
            log.info("changes %d to %d were missed; asking for a snapshot", self._seq + 1, published.seq)
            self._lose_sync()

    def _lose_sync(self) -> None:
        if self._synced:
            self._early.clear()
        self._synced = False

    def _ask(self, now_ns: int, retry_ns: int) -> None:
        if self._asked_id and now_ns - self._asked_ns < retry_ns:
            return
        self._asked_ns = now_ns
        try:
            self._asked_id = self.requester.send(self._get_snapshot)
        except NoAnswer:
            self._asked_id = ""  # changes come already, commands are not connected yet: at the next poll

    def _take_replies(self, found: list[SnapshotT | PublishedT]) -> None:
        for reply in self.requester.poll():
            if reply.id != self._asked_id:
                self.replies.append(reply)
            elif reply.refused is not None:
                self.not_ready, self._refused_ns = reply.refused.text, self._clock.monotonic_ns()
                self._asked_id = ""
                self._lose_sync()
            elif not self._synced:
                self._asked_id = ""
                self._apply_snapshot(msgspec.convert(reply.result, self._snapshot_type), found)

    def _apply_snapshot(self, snapshot: SnapshotT, found: list[SnapshotT | PublishedT]) -> None:
        self._boot, self._seq, self._synced, self.not_ready = snapshot.boot, snapshot.seq, True, ""
        found.append(snapshot)
        early, self._early = self._early, []
        for published in early:
            if published.boot == self._boot and published.seq > self._seq:
                self._take(published, found)

    def stop(self) -> None:
        """Disconnect."""
        self.requester.stop()
        if self._socket is not None:
            self._socket.close()
            self._socket = None
