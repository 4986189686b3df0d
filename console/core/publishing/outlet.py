"""Core's voice: publishes what changed, heartbeats and counts, and makes snapshots."""

from console.core.boundary.tally import Tally
from console.core.log.decider import Decider
from console.core.lookups import layout_heads, preset_heads, tours_in_order
from console.core.publishing.changes import Told, feed_counts
from console.core.publishing.problems import Problems
from console.core.publishing.recorded_now import recorded_now
from console.domain.ids import FeedId
from console.protocol.clock import Clock
from console.protocol.core_changes import (
    AnyCoreChange,
    CoreSnapshot,
    Counts,
    CountsChanged,
    Heartbeat,
    ProblemsChanged,
    RecordedFeedsChanged,
)
from console.protocol.publisher import Publisher

HEARTBEAT_NS = 1_000_000_000
COUNTS_NS = 500_000_000


class Outlet:
    """One thread only: the loop's."""

    def __init__(
        self,
        publisher: Publisher[AnyCoreChange],
        decider: Decider,
        tally: Tally,
        problems: Problems,
        clock: Clock,
    ) -> None:
        self._publisher = publisher
        self._decider = decider
        self._tally = tally
        self._look_for_problems = problems
        self._clock = clock
        self._told = Told(decider.state)
        self._counts = Counts()
        self._heartbeat_ns = 0
        self._counts_ns = 0
        self._recorded: tuple[FeedId, ...] = ()
        self.problems: tuple[str, ...] = ()

    @property
    def boot(self) -> str:
        """The id of this run of core."""
        return self._publisher.boot

    def publish(self) -> None:
        """Tell what changed since the last time, each thing once."""
        at_ms = self._decider.state.at_ms
        for change in self._told.news():
            self._publisher.publish(change, at_ms)
        if (done := self._decider.acts.news()) is not None:
            self._publisher.publish(done, at_ms)
        self._publish_regular()

    def _publish_regular(self) -> None:
        now_ns = self._clock.monotonic_ns()
        if now_ns - self._counts_ns >= COUNTS_NS:
            self._counts_ns = now_ns
            self._publish_counts()
            self._publish_problems()
            self._publish_recorded()
        if now_ns - self._heartbeat_ns >= HEARTBEAT_NS:
            self._heartbeat_ns = now_ns
            self._publisher.publish(Heartbeat(), self._decider.clock.now_ms(), numbered=False)

    def _publish_counts(self) -> None:
        counts = self.counts()
        if counts != self._counts:
            self._counts = counts
            self._publisher.publish(CountsChanged(counts), self._decider.clock.now_ms())

    def _publish_problems(self) -> None:
        problems = self._look_for_problems.look()
        if problems != self.problems:
            self.problems = problems
            self._publisher.publish(ProblemsChanged(problems), self._decider.clock.now_ms())

    def _publish_recorded(self) -> None:
        """Beside the state, which a replay is compared with: how the disk is now is no decision."""
        clock = self._decider.clock
        recorded = recorded_now(self._decider.state, clock.wall_ms())
        if recorded != self._recorded:
            self._recorded = recorded
            self._publisher.publish(RecordedFeedsChanged(recorded), clock.now_ms())

    def counts(self) -> Counts:
        """The counts as they are now."""
        return self._tally.counts(feed_counts(self._decider.state))

    def snapshot(self) -> CoreSnapshot:
        """The whole state, and the number of the last change that is in it."""
        self.publish()
        state = self._decider.state
        site = state.site.loaded
        return CoreSnapshot(
            boot=self._publisher.boot,
            seq=self._publisher.seq,
            at_ms=self._decider.clock.now_ms(),
            site=site.site,
            cameras=site.cameras,
            monitors=tuple(self._told.views[monitor] for monitor in state.monitors()),
            incidents=tuple(state.incidents.table.oldest_first()[::-1]),
            layouts=layout_heads(state),
            presets=preset_heads(state),
            tours=tours_in_order(state),
            counts=self.counts(),
            director_mode=site.director.mode,
            problems=self.problems,
            recordings=tuple(state.recordings.table.oldest_first()[::-1]),
            lent=dict(state.wall.lent.items()),
            recorded_feeds=self._recorded,
        )
