"""The person's hand at a display: selects a tile, and asks core for what a key means."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QRect

from console.domain.camera import Camera
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.operator_commands.table import key_of
from console.domain.picture import PictureState
from console.domain.policies.next_camera import (
    Quarter,
    camera_of_number,
    next_camera,
    no_such_number_words,
    none_there_words,
)
from console.domain.typed_keys import cell_labels
from console.domain.wording import camera_words
from console.protocol.clock import Clock
from console.protocol.command import Command
from console.protocol.command_sender import Became, Outcome
from console.protocol.core_messages import AssignFeed, ClearCell, PinCell, RewindCell, UndoSwitch
from console.ui.bridge import Bridge
from console.ui.key_entry import KeyEntry
from console.ui.look_back import REWIND_STEP_S, behind_live_words, end_words, is_at_end, look_back_s
from console.ui.replay.control import ReplayControl
from console.ui.replay.keys import IN_REPLAY
from console.ui.wall.grid import neighbour
from console.ui.wall.keys import STEPS, Act
from console.ui.wall.tile import Tile
from console.ui.wall.tile_hand import Look, TileHand
from console.ui.wall.wall_window import WallWindow

LOOKS = {
    Act.NEARER: Look.NEARER,
    Act.AWAY: Look.AWAY,
    Act.WHOLE: Look.WHOLE,
    Act.PAN_LEFT: Look.PAN_LEFT,
    Act.PAN_RIGHT: Look.PAN_RIGHT,
    Act.PAN_UP: Look.PAN_UP,
    Act.PAN_DOWN: Look.PAN_DOWN,
}
NOTICE_SECONDS = 5
SELECT_TILE = f"Select a tile first: arrow keys, {key_of(Act.LETTERS)} and its letter, or a click"
QUARTERS = {
    Act.NORTH: Quarter.NORTH,
    Act.EAST: Quarter.EAST,
    Act.SOUTH: Quarter.SOUTH,
    Act.WEST: Quarter.WEST,
}


class Hand(QObject):
    """Turns acts into commands. What core refuses or does not answer is told on the monitor itself.

    ``cameras`` tells the site's cameras; ``clock`` is the machine's.
    """

    def __init__(
        self,
        monitor: MonitorId,
        window: WallWindow,
        bridge: Bridge,
        clock: Clock,
        replay: ReplayControl | None = None,
        *,
        cameras: Callable[[], Mapping[FeedId, Camera]] = dict,
    ) -> None:
        super().__init__()
        self._cameras = cameras
        self._entry = KeyEntry(clock, self)
        self._entry.changed.connect(self._show_typed)
        self._entry.number_given.connect(self._put_number)
        self._entry.label_given.connect(self._select_labelled)
        self._entry.refused.connect(lambda letters: self.tell(f"No tile has the letters {letters}"))
        self._monitor = monitor
        self._window = window
        self._bridge = bridge
        self._replay = replay
        self.full_screen: Callable[[Tile], object] = lambda tile: None
        self.keep_picture: Callable[[Tile], object] = lambda tile: None
        """What is done at this display alone, in a replay, too."""
        self.leave_full_screen: Callable[[], bool] = lambda: False
        """Whether there was anything to leave."""
        self.tiles: TileHand | None = None
        """What is done with one tile by pointer; keys do the same."""
        self._selected: CellIndex | None = None
        self._notice_seconds = 0

    def start(self) -> None:
        """Listen to the window."""
        self._window.act.connect(self._act)
        self._window.digit.connect(self._entry.begin_number)
        self._window.entry = self._entry
        self._window.clicked.connect(self._click)
        if self._replay is not None:
            self._window.replay_act.connect(self._replay.do)
            self._replay.said.connect(self.tell)

    def stop(self) -> None:
        """Listen no more."""
        self._window.act.disconnect(self._act)
        self._window.digit.disconnect(self._entry.begin_number)
        self._window.entry = None
        self._window.clicked.disconnect(self._click)
        if self._replay is not None:
            self._window.replay_act.disconnect(self._replay.do)
            self._replay.said.disconnect(self.tell)

    def tiles_changed(self) -> None:
        """The window's tiles are others now: the selection stays on its cell, if there still is one."""
        cells = {tile.cell.cell for tile in self._window.tiles or ()}
        self._select(self._selected if self._selected in cells else None)
        if self._entry.letters is not None:
            self._entry.end()  # its letters may be on other tiles now

    def cover(self) -> None:
        """Visitors look: nothing is selected, typed or told."""
        self._select(None)
        if self._entry.is_begun:
            self._entry.end()
        self._notice_seconds = 0

    def _act(self, act: Act) -> None:
        if self._window.is_covered:
            return
        if act is Act.HELP:
            self._window.signs.toggle_help(self._window.width(), self._window.height())
            self._window.paint_later()
        elif act is Act.UNSELECT:
            self._leave()
        elif act in STEPS:
            self._step(*STEPS[act])
        elif act is Act.NAMES:
            self._window.toggle_names()
        elif act is Act.FULL_SCREEN or act is Act.SNAPSHOT:
            self._on_tile(self.full_screen if act is Act.FULL_SCREEN else self.keep_picture)
        elif act is Act.LETTERS:
            self._entry.begin_letters(cell_labels(len(self._window.tiles or ())))
        elif not self._acts_count:
            self.tell(IN_REPLAY)
        else:
            self._command(act)

    def may(self) -> bool:
        """Whether anything can be done here; where not, that is told."""
        if not self._acts_count:
            self.tell(IN_REPLAY)
        return self._acts_count

    def give(self, command: Command, words: str) -> None:
        """Ask core for it, where acts count."""
        if self.may():
            self._bridge.commands.give(command, words)

    def _on_tile(self, act: Callable[[Tile], object]) -> None:
        tile = self._selected_tile()
        if tile is not None:
            act(tile)
        else:
            self.tell(SELECT_TILE)

    @property
    def _acts_count(self) -> bool:
        return self._replay is None or self._replay.is_again

    def _step(self, right: int, down: int) -> None:
        boxes = {tile.cell.cell: tile.box for tile in self._window.tiles or ()}
        if self._selected in boxes:
            self._select(neighbour(boxes, self._selected, right, down))
        elif boxes:
            self._select(min(boxes))

    def _click(self, x: int, y: int) -> None:
        hit = [tile for tile in self._window.tiles or () if QRect(*tile.box).contains(x, y)]
        self._select(hit[0].cell.cell if hit else None)

    def _select(self, cell: CellIndex | None) -> None:
        self._selected = cell
        for tile in self._window.tiles or ():
            selected = tile.cell.cell == cell
            if tile.selected != selected:
                tile.selected, tile.must_paint = selected, True

    def _leave(self) -> None:
        """Out of the help, then of full screen, then back to live, then out of the selection."""
        tile = self._selected_tile()
        if self._window.signs.shows_help:
            self._act(Act.HELP)
            return
        if self.leave_full_screen():
            return
        if tile is not None and tile.cell.rewind_s and self._acts_count:
            self._command(Act.LIVE)
        else:
            self._select(None)

    def _command(self, act: Act) -> None:
        tile = self._selected_tile()
        if tile is None:
            self.tell(SELECT_TILE)
            return
        monitor, cell = self._monitor, tile.cell
        if act is Act.PIN:
            words = "no longer pinned" if cell.pinned else "pinned"
            self._give(PinCell(monitor=monitor, cell=cell.cell, pinned=not cell.pinned), tile, words)
        elif act is Act.CLEAR:
            self._give(ClearCell(monitor=monitor, cell=cell.cell), tile, "let go of")
        elif act is Act.UNDO and cell.mark is not None:
            undo = UndoSwitch(incident=cell.mark.incident, monitor=monitor, cell=cell.cell)
            self._give(undo, tile, "switched back")
        elif act is Act.UNDO:
            self.tell("No incident switched this tile")
        elif act is Act.REWIND:
            self._rewind(tile)
        elif act is Act.LOOK_BACK:
            self._look_back(tile)
        elif act in LOOKS and self.tiles is not None:
            self.tiles.look(tile, LOOKS[act])
        elif act in QUARTERS:
            self._put_next(tile, QUARTERS[act])
        elif act is Act.LIVE:
            self._give(RewindCell(monitor=monitor, cell=cell.cell, rewind_s=0.0), tile, "live")

    def _rewind(self, tile: Tile) -> None:
        """A step further back, as far as the kept pictures reach (where the engine tells)."""
        health = tile.source.health if tile.source else None
        reach_s = health.ring_s if health else 0.0
        if is_at_end(tile.cell.rewind_s, reach_s):
            self.tell(end_words(reach_s))
        else:
            back_s = tile.cell.rewind_s + REWIND_STEP_S
            is_lost = health is not None and health.state is PictureState.LOST
            words = behind_live_words(back_s, reach_s, is_lost=is_lost)
            self._give(RewindCell(monitor=self._monitor, cell=tile.cell.cell, rewind_s=back_s), tile, words)

    def _look_back(self, tile: Tile) -> None:
        """What just happened, again and again; or back to live."""
        cell = tile.cell
        if cell.rewind_s:
            self._give(RewindCell(monitor=self._monitor, cell=cell.cell, rewind_s=0.0), tile, "live")
            return
        health = tile.source.health if tile.source else None
        back_s = look_back_s(health.ring_s if health else 0.0)
        again = RewindCell(self._monitor, cell.cell, back_s, loop_s=back_s)
        self._give(again, tile, f"plays the last {back_s:g} s again and again")

    # --- what is typed

    def _show_typed(self) -> None:
        """Letters on the tiles, or the number so far below them; each stays until it is done or forgotten."""
        number, letters = self._entry.number, self._entry.letters
        labels = letters.labels if letters is not None else ()
        begun = letters.letters if letters is not None else ""
        for index, tile in enumerate(self._window.tiles or ()):
            label = labels[index] if index < len(labels) and labels[index].startswith(begun) else ""
            if label != tile.letters:
                tile.letters, tile.must_paint = label, True
        if number is not None:
            camera = camera_of_number(self._cameras().values(), number.number)
            name = camera.name if camera is not None else "no camera has this number"
            self._show_notice(f"cam {number.digits}_  {name}")
        else:
            self._show_notice(None)

    def _select_labelled(self, index: int) -> None:
        tiles = self._window.tiles or []
        if index < len(tiles):
            self._select(tiles[index].cell.cell)

    def _put_number(self, number: int) -> None:
        tile = self._selected_tile()
        camera = camera_of_number(self._cameras().values(), number)
        if camera is None:
            self.tell(no_such_number_words(number))
        elif not self._acts_count:
            self.tell(IN_REPLAY)
        elif tile is None:
            self.tell(SELECT_TILE)
        else:
            self._put(tile, camera)

    def _put_next(self, tile: Tile, quarter: Quarter) -> None:
        """The next camera on a side of the tile's."""
        if tile.camera is None:
            self.tell("The selected tile shows no camera: there is no next one to it")
            return
        camera = next_camera(self._cameras().values(), tile.camera, quarter)
        if camera is None:
            self.tell(none_there_words(tile.camera, quarter))
        else:
            self._put(tile, camera)

    def _put(self, tile: Tile, camera: Camera) -> None:
        command = AssignFeed(self._monitor, tile.cell.cell, camera.feed)
        self._give(command, tile, f"shows {camera_words(camera, camera.feed)}")

    def _give(self, command: Command, tile: Tile, words: str) -> None:
        self._bridge.commands.give(command, f"cell {tile.cell.cell} {words}")

    def _selected_tile(self) -> Tile | None:
        selected = [tile for tile in self._window.tiles or () if tile.selected]
        return selected[0] if selected else None

    def came_out(self, outcome: Outcome) -> None:
        """Tell what became of a command; what was done shows on its tile."""
        if outcome.became is not Became.DONE:
            self.tell(outcome.words)

    def each_second(self) -> None:
        """Take an old notice away."""
        if self._notice_seconds and self._entry.number is None:
            self._notice_seconds -= 1
            if not self._notice_seconds:
                self._show_notice(None)

    def tell(self, text: str) -> None:
        """On the monitor itself, for some seconds."""
        if self._window.is_covered:
            return
        self._notice_seconds = NOTICE_SECONDS
        self._show_notice(text)

    def _show_notice(self, text: str | None) -> None:
        self._window.signs.notice(text, self._window.width(), self._window.height())
        self._window.paint_later()
