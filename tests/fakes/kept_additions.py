"""What core's decider hands to its store, kept in its order and never written."""

from dataclasses import dataclass, field

from console.core.layouts.due_layout import DueLayout
from console.core.log.checkpoints import Checkpoint
from console.core.log.input_log import LogEntry, decode_entry
from console.core.log.rows import INPUTS, Counted, Row
from console.domain.layout import Layout


@dataclass(frozen=True)
class Added:
    """What is committed together."""

    rows: tuple[Row, ...] = ()
    counts: tuple[Counted, ...] = ()
    layouts: tuple[DueLayout, ...] = ()
    checkpoint: Checkpoint | None = None


@dataclass
class KeptAdditions:
    """The part of console.core.log.store.Store that a decider knows. Tokens count from 1."""

    added: list[Added] = field(default_factory=list)
    _due: tuple[DueLayout, ...] = ()

    def add(self, rows: tuple[Row, ...] = (), counts: tuple[Counted, ...] = ()) -> int:
        layouts, self._due = self._due, ()
        return self._add(Added(rows, counts, layouts))

    def add_layout(self, name: str, layout: Layout | None, n: int) -> None:
        self._due = (*self._due, DueLayout(name, layout, n))

    def add_checkpoint(self, checkpoint: Checkpoint) -> int:
        return self._add(Added(checkpoint=checkpoint))

    def _add(self, added: Added) -> int:
        self.added.append(added)
        return len(self.added)

    def entries(self) -> list[LogEntry]:
        """The log so far, read as a start reads it."""
        rows = [values for one in self.added for kind, values in one.rows if kind is INPUTS]
        return [decode_entry(values[INPUTS.columns.index("body")]) for values in rows]  # type: ignore[arg-type]

    def checkpoints(self) -> list[Checkpoint]:
        return [one.checkpoint for one in self.added if one.checkpoint is not None]
