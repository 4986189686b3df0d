"""What came of each input, written down in its commit: what any later replay is compared with."""

import logging

import msgspec

from console.core.decisions import AnyDecision
from console.core.log.input_log import LogEntry, SiteLoaded
from console.core.log.rows import DECISIONS, VIEWS, Row
from console.core.state import State
from console.core.wall.view_changes import Changes, ViewChange, ViewChanges

log = logging.getLogger("sightline.core")

Decisions = tuple[AnyDecision, ...]

_encode = msgspec.json.Encoder().encode
_encode_sorted = msgspec.json.Encoder(order="sorted").encode
_decisions = msgspec.json.Decoder(Decisions)
_change = msgspec.json.Decoder(ViewChange)


class Record:
    """``rows`` after each step, with none left out. One thread only: the loop's."""

    def __init__(self, state: State) -> None:
        self._changes = ViewChanges(state)

    def rows(self, entry: LogEntry, decisions: Decisions) -> tuple[Row, ...] | None:
        """The decisions on an input, and the views that it changed; None where a defect prevents it.

        A loaded site is followed by all views, so that each start of core has them whole.
        """
        try:
            changes = self.changes(entry)
            return (*decision_rows(entry.n, decisions), *view_rows(entry.n, changes))
        except Exception as error:  # a defect met by one input must not stop the ones after it
            log.exception("what came of input %d is not recorded: %s", entry.n, error)
            return None

    def changes(self, entry: LogEntry) -> Changes:
        """The views that an input changed."""
        return self._changes.take(whole=isinstance(entry.input, SiteLoaded))


def decision_rows(n: int, decisions: Decisions) -> tuple[Row, ...]:
    """None for an input on which nothing was decided."""
    return ((DECISIONS, (n, _encode_sorted(decisions))),) if decisions else ()


def view_rows(n: int, changes: Changes) -> tuple[Row, ...]:
    """One for each monitor that changed."""
    return tuple([(VIEWS, (n, monitor, _encode(change))) for monitor, change in changes])


def read_decisions(body: bytes) -> Decisions:
    """Raises msgspec.MsgspecError, UnicodeDecodeError."""
    return _decisions.decode(body)


def read_change(body: bytes) -> ViewChange:
    """Raises msgspec.MsgspecError, UnicodeDecodeError."""
    return _change.decode(body)
