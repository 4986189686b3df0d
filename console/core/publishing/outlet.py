"""Core's voice: publishes what changed, heartbeats and counts, and makes snapshots."""

from console.core.boundary.tally import Tally
from console.core.log.decider import Decider
from console.core.lookups import layout_names
from console.core.publishing.changes import changed_views, changes_between, feed_counts
from console.core.wall.cells import monitor_views
from console.protocol.clock import Clock
from console.protocol.core_messages import AnyCoreChange, CoreSnapshot, Counts, CountsChanged, Heartbeat
from console.protocol.publisher import Publisher

HEARTBEAT_NS = 1_000_000_000
COUNTS_NS = 500_000_000


class Outlet:
    """One thread only: the loop's."""

    def __init__(
        self, publisher: Publisher[AnyCoreChange], decider: Decider, tally: Tally, clock: Clock
    ) -> None:
        self._publisher = publisher
        self._decider = decider
        self._tally = tally
        self._clock = clock
        self._told = decider.state
        self._views = monitor_views(self._told)
        self._counts = Counts()
        self._heartbeat_ns = 0
        self._counts_ns = 0

    @property
    def boot(self) -> str:
        """The id of this run of core."""
        return self._publisher.boot

    def publish(self) -> None:
        """Tell what changed since the last time, each thing once."""
        state = self._decider.state
        if state is not self._told:
            views = changed_views(self._told, self._views, state)
            for change in changes_between(self._told, self._views, state, views):
                self._publisher.publish(change, state.at_ms)
            self._told, self._views = state, views
        self._publish_regular()

    def _publish_regular(self) -> None:
        now_ns = self._clock.monotonic_ns()
        if now_ns - self._counts_ns >= COUNTS_NS:
            self._counts_ns = now_ns
            counts = self.counts()
            if counts != self._counts:
                self._counts = counts
                self._publisher.publish(CountsChanged(counts), self._clock.now_ms())
        if now_ns - self._heartbeat_ns >= HEARTBEAT_NS:
            self._heartbeat_ns = now_ns
            self._publisher.publish(Heartbeat(), self._clock.now_ms(), numbered=False)

    def counts(self) -> Counts:
        """The counts as they are now."""
        return self._tally.counts(feed_counts(self._decider.state))

    def snapshot(self) -> CoreSnapshot:
        """The whole state, and the number of the last change that is in it."""
        self.publish()
        state = self._told
        return CoreSnapshot(
            boot=self._publisher.boot,
            seq=self._publisher.seq,
            at_ms=self._clock.now_ms(),
            site=state.site.site,
            cameras=state.site.cameras,
            monitors=tuple(self._views.values()),
            incidents=tuple(state.incidents.values())[::-1],
            layouts=layout_names(state),
            counts=self.counts(),
            director_mode=state.site.director.mode,
        )
