"""The operator's acts as commands to core, and what became of each in words."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.picture import PictureState
from console.domain.wall import CellView, Layer, MonitorView
from console.domain.wording import camera_words, counted, few_of, headline, one_line
from console.protocol.command_sender import CommandSender, Outcome
from console.protocol.core_messages import (
    AcknowledgeIncident,
    AssignFeed,
    ClearCell,
    CloseIncident,
    PinCell,
    RewindCell,
    UndoSwitch,
)
from console.protocol.wall_messages import AssignFeeds, SelectFeed, SwapCells
from console.ui.desk.already_words import IncidentCommand, already_words
from console.ui.desk.cell_looks import CellLooks
from console.ui.desk.cover_acts import CoverActs
from console.ui.desk.done_acts import DoneActs, Undo, changed_since
from console.ui.desk.hotspots import Hotspots
from console.ui.desk.layout_acts import LayoutActs
from console.ui.desk.preset_acts import PresetActs
from console.ui.desk.select_words import SELECT_CAMERA, SELECT_CELL, SELECT_INCIDENT
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.desk.tour_acts import TourActs
from console.ui.look_back import (
    LOOK_BACK_S,
    REWIND_STEP_S,
    behind_live_words,
    end_words,
    is_at_end,
    look_back_s,
)
from console.ui.replay.control import ReplayControl
from console.ui.replay.keys import IN_REPLAY
from console.ui.snapshots import Subject


class OperatorActs(QObject):
    """Each act is one method and works on what is selected. ``said``: words for people, whether bad;
    ``became``: the Outcome of a command.
    """

    said = Signal(str, bool)
    became = Signal(object)

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        commands: CommandSender,
        parent: QObject | None = None,
        *,
        replay: ReplayControl | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._selection = selection
        self._commands = commands
        self._replay = replay
        self.done = DoneActs(self.give, self)
        self.layouts = LayoutActs(view, selection, self.done, self.give, self)
        self.presets = PresetActs(view, self.done, self)
        self.tours = TourActs(view, selection, self.done, self)
        self._hotspots = Hotspots(view, selection, self._select, self)
        self.keep_picture_of: Callable[[Subject], None] = lambda _: None
        self.covers = CoverActs(view, selection, self.give, self)
        self.looks = CellLooks(view, selection, self.give, self)
        for acts in (self.done, self.layouts, self.presets, self.tours, self.covers, self.looks):
            acts.said.connect(self.said)

    @property
    def count(self) -> bool:
        """Whether acts do anything: in a replay only while it is decided again."""
        return self._replay is None or self._replay.is_again

    # --- the wall

    def assign_selected(self) -> None:
        """The selected camera into the selected cell; several that are chosen from it on."""
        feeds, cell = self._selection.cameras, self._selection.cell
        if not feeds:
            self.said.emit(SELECT_CAMERA, True)
        elif cell is None:
            self.said.emit(SELECT_CELL, True)
        elif len(feeds) == 1:
            self.assign(*cell, feeds[0])
        else:
            self.assign_many(cell[0], feeds, cell[1])

    def assign(self, monitor: MonitorId, cell: CellIndex, feed: FeedId) -> None:
        """A camera into a cell."""
        name = camera_words(self._view.cameras.get(feed), feed)
        words = f"{name} put on {monitor} cell {cell}"
        command = AssignFeed(monitor, cell, feed)
        self.done.do(command, words, self._as_before(monitor, cell, lambda now: now.feed == feed))

    def assign_many(self, monitor: MonitorId, feeds: tuple[FeedId, ...], cell: CellIndex) -> None:
        """Several cameras from a cell on, in reading order: one act, taken back as one."""
        view = self._view.monitors.get(monitor)
        if view is None or not feeds:
            return
        names = few_of([camera_words(self._view.cameras.get(feed), feed) for feed in feeds])
        command = AssignFeeds(monitor, feeds, cell)
        words = f"{names} put on {monitor} from cell {cell} on"
        self.done.do(command, words, self._all_as_before(view, feeds, cell))

    def swap(self, monitor: MonitorId, cell: CellIndex, to_monitor: MonitorId, to_cell: CellIndex) -> None:
        """Two cells change their cameras."""
        command = SwapCells(monitor, cell, to_monitor, to_cell)
        words = f"{monitor} cell {cell} and {to_monitor} cell {to_cell} swapped"
        before = {where: self._view.cell(*where) for where in ((monitor, cell), (to_monitor, to_cell))}
        was = [shown.feed if shown is not None else None for shown in before.values()]
        hands_off = [ClearCell(*at) for at, one in before.items() if one and one.layer is not Layer.HAND]
        back = (SwapCells(to_monitor, to_cell, monitor, cell), *hands_off)

        def made(_: int) -> tuple[tuple[Struct, ...], str]:
            now = [self._view.cell(*where) for where in before]
            stands = [shown.feed if shown is not None else None for shown in now[::-1]] == was
            return (back, f"{words} back") if stands else ((), changed_since("what was swapped"))

        self.done.do(command, words, made)

    def _as_before(self, monitor: MonitorId, cell: CellIndex, stands: Callable[[CellView], bool]) -> Undo:
        """What stood there by hand, or no hand; where it ``stands`` no more, somebody has acted since."""
        shown = self._view.cell(monitor, cell)
        place = f"{monitor} cell {cell}"
        is_hand = shown is not None and shown.layer is Layer.HAND
        back = _back(monitor, cell, shown)
        words = f"{place} shows what it did" if is_hand else f"hand taken off {place}"
        if shown is not None and is_hand and (holder := self._view.other_holder(shown)):
            words += f", by your hand now, not by {one_line(holder)}'s"

        def made(_: int) -> tuple[Struct | tuple[Struct, ...], str]:
            now = self._view.cell(monitor, cell)
            return (back, words) if now is not None and stands(now) else ((), changed_since(place))

        return made

    def _all_as_before(self, before: MonitorView, feeds: tuple[FeedId, ...], first: CellIndex) -> Undo:
        """The same of all cells that got one of these, and show it still."""

        def is_theirs(shown: CellView) -> bool:
            return shown.layer is Layer.HAND and shown.feed in feeds

        def made(_: int) -> tuple[tuple[Struct, ...], str]:
            now = self._view.monitors.get(before.monitor)
            if now is None or len(now.cells) != len(before.cells):
                return (), changed_since(before.monitor)
            changed = [
                had
                for had, shown in zip(before.cells[first:], now.cells[first:], strict=True)
                if is_theirs(shown) and (had.layer, had.feed) != (shown.layer, shown.feed)
            ]
            if not changed:
                return (), changed_since(before.monitor)
            back = tuple(_back(before.monitor, had.cell, had) for had in changed)
            return back, f"{counted(len(changed), 'cell')} of {before.monitor} as before"

        return made

    def _select(self, feed: FeedId) -> None:
        """Hotspots show it; in a replay nobody does."""
        if self.count:
            self.give(SelectFeed(feed), f"{camera_words(self._view.cameras.get(feed), feed)} selected")

    def toggle_pin(self) -> None:
        """Pin the selected cell, or let it go."""
        self._on_cell(self._toggle_pin)

    def _toggle_pin(self, monitor: MonitorId, cell: CellIndex) -> None:
        shown = self._view.cell(monitor, cell)
        pinned = not (shown is not None and shown.pinned)
        words = "pinned" if pinned else "no longer pinned"
        back = self._as_before(monitor, cell, lambda now: now.pinned is pinned)
        self.done.do(PinCell(monitor, cell, pinned), f"{monitor} cell {cell} {words}", back)

    def clear_hand(self) -> None:
        """Take the hand off the selected cell."""
        self._on_cell(self._clear_hand)

    def _clear_hand(self, monitor: MonitorId, cell: CellIndex) -> None:
        words = f"hand taken off {monitor} cell {cell}"
        shown = self._view.cell(monitor, cell)
        if shown is not None and shown.layer is Layer.HAND:
            back = self._as_before(monitor, cell, lambda now: now.layer is not Layer.HAND)
            self.done.do(ClearCell(monitor, cell), words, back)
        else:
            self.give(ClearCell(monitor, cell), words)

    def rewind(self) -> None:
        """The selected cell plays its feed 10 s behind live; again: 10 s more, as far as is kept."""
        self._on_cell(self._rewind)

    def _rewind(self, monitor: MonitorId, cell: CellIndex) -> None:
        shown = self._view.cell(monitor, cell)
        now_s = shown.rewind_s if shown is not None else 0.0
        kept_s = self._view.kept_s(shown.feed) if shown is not None and shown.feed is not None else 0.0
        if is_at_end(now_s, kept_s):
            self.said.emit(f"{end_words(kept_s)}.", True)
            return
        back_s = now_s + REWIND_STEP_S
        is_lost = shown is not None and shown.feed is not None and self._is_lost(shown.feed)
        words = f"{monitor} cell {cell} plays {behind_live_words(back_s, kept_s, is_lost=is_lost)}"
        self.give(RewindCell(monitor, cell, back_s), words)

    def _is_lost(self, feed: FeedId) -> bool:
        return self._view.state_of(feed) is PictureState.LOST

    def look_back(self) -> None:
        """The selected cell plays its last 30 s again and again; again: it is live."""
        self._on_cell(self._look_back)

    def _look_back(self, monitor: MonitorId, cell: CellIndex) -> None:
        shown = self._view.cell(monitor, cell)
        if shown is not None and shown.rewind_s:
            self.back_to_live()
            return
        back_s = LOOK_BACK_S
        if shown is not None and shown.feed is not None:
            back_s = look_back_s(self._view.kept_s(shown.feed))
        words = f"{monitor} cell {cell} plays the last {back_s:g} s again and again"
        self.give(RewindCell(monitor, cell, back_s, loop_s=back_s), words)

    def keep_picture(self) -> None:
        """The selected cell's picture as a file."""
        self._on_cell(self._keep_picture)

    def _keep_picture(self, monitor: MonitorId, cell: CellIndex) -> None:
        shown = self._view.cell(monitor, cell)
        if shown is None or shown.feed is None:
            self.said.emit(f"{monitor} cell {cell} shows no camera: there is no picture to keep", True)
            return
        state = self._view.state_of(shown.feed)
        word = "REWIND" if shown.rewind_s else state.name if state is not None else "unknown"
        camera, delay_ms = self._view.cameras.get(shown.feed), round(shown.rewind_s * 1000)
        self.keep_picture_of(Subject(shown.feed, camera, monitor, cell, word, delay_ms, shown.zoom))

    def back_to_live(self) -> None:
        """The selected cell is live again."""
        self._on_cell(
            lambda monitor, cell: self.give(RewindCell(monitor, cell, 0.0), f"{monitor} cell {cell} is live")
        )

    def leave_rewind(self) -> bool:
        """The same, only if the selected cell is rewound; whether it was."""
        shown = self._view.cell(*self._selection.cell) if self._selection.cell is not None else None
        rewound = shown is not None and shown.rewind_s > 0
        if rewound:
            self.back_to_live()
        return rewound

    def _on_cell(self, act: Callable[[MonitorId, CellIndex], None]) -> None:
        if self._selection.cell is None:
            self.said.emit(SELECT_CELL, True)
        else:
            act(*self._selection.cell)

    # --- incidents

    def acknowledge(self) -> None:
        """The selected incident has been seen."""
        self._on_incident(AcknowledgeIncident, "acknowledged")

    def close(self) -> None:
        """The selected incident is done with."""
        self._on_incident(CloseIncident, "closed")

    def undo_switches(self) -> None:
        """Take back what the selected incident switched."""
        self._on_incident(UndoSwitch, "switches taken back")

    def _on_incident(self, command: IncidentCommand, words: str) -> None:
        selected = self._selection.incident
        incident = self._view.incidents.get(selected) if selected is not None else None
        if incident is None:
            self.said.emit(SELECT_INCIDENT, True)
        elif already := already_words(command, incident):
            self.said.emit(already, False)
        else:
            # first what was done: the desk's lowest line cuts its end
            self.give(command(incident.incident), f"{words}: {headline(incident)}")

    # --- what became of it

    def refuse_in_replay(self) -> None:
        """Say why an act of a live site is none here."""
        self.said.emit(IN_REPLAY, True)

    def if_it_counts(self, act: Callable[..., object]) -> Callable[..., None]:
        """The act, or why it is none in a replay, as it is once it is asked for."""

        def asked(*given: object) -> None:
            if self.count:
                act(*given)
            else:
                self.refuse_in_replay()

        return asked

    def give(self, command: Struct, words: str) -> None:
        """Send a command, if acts count here."""
        if self.count:
            self._commands.give(command, words)
        else:
            self.refuse_in_replay()

    def came_out(self, outcome: Outcome) -> None:
        """Say what became of a command."""
        words = self.done.words(outcome)
        hint = self.done.came_out(outcome)
        self.layouts.came_out(outcome)
        self.presets.came_out(outcome)
        self.looks.came_out(outcome)
        self.tours.came_out(outcome)
        if isinstance(outcome.command, SelectFeed) and outcome.is_good:
            return  # the wall shows it
        self.said.emit(f"{words}{hint}", not outcome.is_good)
        self.became.emit(outcome)


def _back(monitor: MonitorId, cell: CellIndex, shown: CellView | None) -> Struct:
    """What a hand had put there, else no hand."""
    if shown is not None and shown.layer is Layer.HAND:
        return AssignFeed(monitor, cell, shown.feed, shown.pinned)
    return ClearCell(monitor, cell)
