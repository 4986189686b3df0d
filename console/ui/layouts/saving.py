"""Saves what is edited, by core's word: what somebody else has saved meanwhile is never written over."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from console.domain.ids import MonitorId
from console.domain.layout import Layout
from console.protocol.command_sender import Became, Outcome
from console.protocol.layout_file import name_problem, note_problem
from console.protocol.layout_messages import ImportLayout
from console.ui.desk.done_acts import Conflict
from console.ui.desk.layout_acts import CONFLICT
from console.ui.desk.operator_acts import OperatorActs
from console.ui.desk.site_view import SiteView
from console.ui.layouts.document import Document, Origin


@dataclass(frozen=True, slots=True)
class _Sent:
    command: ImportLayout
    begun_ms: int
    origin: Origin
    then_on: MonitorId | None


class LayoutSaving(QObject):
    """``kept``: a Layout, its document's ``begun_ms`` and its version. ``conflict`` carries a Conflict and
    that; ``said``: words for people, whether bad.
    """

    kept = Signal(object, object, int)
    conflict = Signal(object, object)
    said = Signal(str, bool)

    def __init__(self, view: SiteView, acts: OperatorActs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._acts = acts
        self._sent: dict[int, _Sent] = {}
        self._refused: _Sent | None = None
        acts.became.connect(self._became)

    def save(
        self, document: Document, origin: Origin, name: str, note: str, then_on: MonitorId | None = None
    ) -> None:
        """Under that name; ``then_on``: the monitor that is to show it then."""
        if not document.layout.cells:
            self.said.emit("A layout without cells is none: draw one first.", True)
        elif problem := name_problem(name):
            self.said.emit(f"It can't be saved as {name!r}: {problem}.", True)
        elif problem := note_problem(note):
            self.said.emit(f"It can't be saved with this note: {problem}.", True)
        else:
            over = origin.version if name == origin.name else 0
            self._send(replace(document.layout, name=name), over, note, document.begun_ms, origin, then_on)

    def save_all_the_same(self, wanted: object) -> None:
        """In place of the version that is there now."""
        refused = self._refused
        if refused is not None and wanted is refused.command:
            layout, note = refused.command.layout, refused.command.note
            head = self._view.layout(layout.name)
            over = head.version if head is not None else 0
            self._send(layout, over, note, refused.begun_ms, refused.origin, refused.then_on)

    def _send(
        self, layout: Layout, over: int, note: str, begun_ms: int, origin: Origin, then_on: MonitorId | None
    ) -> None:
        if not self._acts.count:
            self._acts.refuse_in_replay()
            return
        self.said.emit(f"Saving {layout.name}…", False)
        command = self._acts.layouts.keep(layout, over, note)
        self._sent[id(command)] = _Sent(command, begun_ms, origin, then_on)

    def _became(self, outcome: Outcome) -> None:
        sent = self._sent.get(id(outcome.command))
        if sent is None:
            return
        if outcome.became is not Became.UNKNOWN:  # else it may still be known
            del self._sent[id(outcome.command)]
        if outcome.is_good:
            self._keep(sent, outcome)
        elif outcome.code == CONFLICT:
            self._refused = sent
            self.conflict.emit(Conflict(sent.command, outcome.why), sent.begun_ms)
        else:
            self.said.emit(outcome.words, True)

    def _keep(self, sent: _Sent, outcome: Outcome) -> None:
        layout = sent.command.layout
        is_unchanged = layout == sent.origin.layout and sent.origin.version and not sent.command.note
        self.kept.emit(layout, sent.begun_ms, sent.origin.version if is_unchanged else outcome.n)
        self.said.emit(f"Saved as {layout.name}. Every desk has it now.", False)
        if sent.then_on is not None:
            self._acts.layouts.load(layout.name, sent.then_on)
