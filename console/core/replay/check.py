"""Whether a slice of the log, fed again, comes to what core wrote down: decisions and views of each input."""

import hashlib

import msgspec
from msgspec import Struct

from console.core.decisions import AnyDecision, DecisionDigest
from console.core.log.input_log import SiteLoaded
from console.core.replay.slice_reading import RecordedInput, RecordedSlice
from console.core.step import step
from console.core.wall.view_changes import Changes, ViewChanges

FORGET_EVERY = 64
"""Inputs after which the state's notes for clients are let go: there are none."""

_encode = msgspec.json.Encoder(order="sorted").encode


class Parting(Struct, frozen=True):
    """Where a replay first came to something else. ``what``: decisions or views; both sides as JSON."""

    n: int
    wall_ms: int
    what: str
    recorded: str
    came_out: str


class CheckResult(Struct, frozen=True):
    """What a check found. The digests are of the inputs of which it is known what came of them.

    ``unrecorded``: inputs of which it is not. ``parted``: how many came to something else; ``first`` of them.
    """

    inputs: int
    unrecorded: int
    parted: int
    decisions_sha256: str
    recorded_decisions_sha256: str
    views_sha256: str
    recorded_views_sha256: str
    first: Parting | None

    @property
    def is_equal(self) -> bool:
        """Whether every input came to what was recorded."""
        return not self.parted


def check_slice(recorded: RecordedSlice) -> CheckResult:
    """Feed a slice again and compare. Raises SliceError."""
    check = _Check(recorded)
    for one in recorded.inputs():
        check.feed(one)
    return check.result()


class _Side:
    """Digests of what came of the inputs, recorded or fed again."""

    def __init__(self) -> None:
        self.decisions = DecisionDigest()
        self.views = hashlib.sha256()

    def add(self, n: int, decisions: tuple[AnyDecision, ...], changes: Changes) -> None:
        self.decisions.add(n, decisions)
        self.views.update(_encode((n, changes)) + b"\n")


class _Check:
    def __init__(self, recorded: RecordedSlice) -> None:
        self._state = recorded.state()
        self._changes = ViewChanges(self._state)
        self._again, self._recorded = _Side(), _Side()
        self._inputs = self._unrecorded = self._parted = 0
        self._first: Parting | None = None

    def feed(self, one: RecordedInput) -> None:
        entry = one.entry
        decisions = step(self._state, entry)
        changes = self._changes.take(whole=isinstance(entry.input, SiteLoaded))
        if not self._inputs % FORGET_EVERY:
            self._state.forget_touched()
        self._inputs += 1
        if one.decisions is None or one.changes is None:
            self._unrecorded += 1
            return
        self._again.add(entry.n, decisions, changes)
        self._recorded.add(entry.n, one.decisions, one.changes)
        if decisions != one.decisions:
            self._part(one, "decisions", one.decisions, decisions)
        elif changes != one.changes:
            self._part(one, "views", one.changes, changes)

    def _part(self, one: RecordedInput, what: str, recorded: object, came_out: object) -> None:
        self._parted += 1
        if self._first is None:
            texts = (_encode(recorded).decode(), _encode(came_out).decode())
            self._first = Parting(one.entry.n, one.entry.wall_ms, what, *texts)

    def result(self) -> CheckResult:
        return CheckResult(
            inputs=self._inputs,
            unrecorded=self._unrecorded,
            parted=self._parted,
            decisions_sha256=self._again.decisions.text(),
            recorded_decisions_sha256=self._recorded.decisions.text(),
            views_sha256=self._again.views.hexdigest(),
            recorded_views_sha256=self._recorded.views.hexdigest(),
            first=self._first,
        )
