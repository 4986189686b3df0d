"""Tells core how the feeds are, until core has confirmed it."""

import logging

import zmq

from console.domain.errors import NoAnswer
from console.domain.ids import FeedId
from console.domain.picture import PictureState
from console.domain.policies.feed_health import best_stream
from console.media.engine.published_media import StreamKey
from console.protocol.clock import Clock
from console.protocol.core_messages import FeedState, ReportFeeds
from console.protocol.engine_messages import FeedHealth
from console.protocol.reply import Reply
from console.protocol.requester import Requester

log = logging.getLogger("sightline.media")

SPACING_NS = 100_000_000
"""A hundred cameras that connect at once make ten commands a second, not a hundred."""
RETRY_NS = 5_000_000_000


class CoreReport:
    """Owed states are sent at most each 100 ms; what core refused, or not confirmed, again after 5 s."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], endpoint: str, by: str, clock: Clock) -> None:
        self._requester = Requester(context, endpoint, by, clock)
        self._streams: dict[FeedId, dict[StreamKey, FeedHealth]] = {}
        self._states: dict[FeedId, FeedState] = {}
        self._owed: set[FeedId] = set()
        self._sent: dict[str, tuple[FeedState, ...]] = {}
        self._sent_ns = 0
        self._refused = False

    def start(self) -> None:
        """Connect; core need not be there yet."""
        self._requester.start()

    def note(self, feeds: tuple[FeedHealth, ...], closed: tuple[StreamKey, ...] = ()) -> None:
        """How these streams are now; only what differs for a feed is owed to core.

        A feed is as console.domain.policies.feed_health decides, and CONNECTING while nothing is known.
        """
        for health in feeds:
            self._streams.setdefault(health.feed, {})[(health.feed, health.profile)] = health
        for key in closed:
            self._streams.get(key[0], {}).pop(key, None)
        for feed in {health.feed for health in feeds} | {key[0] for key in closed}:
            best = best_stream(self._streams[feed].values())
            state = FeedState(feed, PictureState.CONNECTING)
            if best is not None:
                state = FeedState(feed, best.state, best.cause, best.since_ms)
            if self._states.get(feed) != state:
                self._states[feed] = state
                self._owed.add(feed)

    def turn(self, now_ns: int) -> None:
        """Take core's answers and send what is owed."""
        for reply in self._requester.poll():
            self._take_reply(reply)
        wait_ns = RETRY_NS if self._sent or self._refused else SPACING_NS
        if not self._owed or now_ns - self._sent_ns < wait_ns:
            return
        self._send(now_ns)

    def _take_reply(self, reply: Reply) -> None:
        """What core refused, such as while it reads its log, stays owed."""
        states = self._sent.pop(reply.id, ())
        self._refused = reply.refused is not None
        if reply.refused is not None:
            level = logging.INFO if reply.refused.code == "starting" else logging.WARNING
            log.log(level, "core refused a report of feeds: %s", reply.refused.text)
            return
        for state in states:
            if self._states[state.feed] == state:
                self._owed.discard(state.feed)

    @property
    def awaits_answer(self) -> bool:
        """Whether core has not answered the last report yet."""
        return bool(self._sent)

    def unconfirmed(self) -> int:
        """How many feeds' states core has not confirmed."""
        return len(self._owed)

    def _send(self, now_ns: int) -> None:
        self._sent_ns = now_ns
        states = tuple(self._states[feed] for feed in sorted(self._owed))
        try:
            request_id = self._requester.send(ReportFeeds(states))
        except NoAnswer:
            log.info("core takes no reports now; %d feeds are told later", len(states))
            return
        self._sent = {request_id: states}

    def stop(self) -> None:
        """Disconnect."""
        self._requester.stop()
