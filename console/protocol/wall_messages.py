"""What core takes of several cells and whole monitors, as JSON. See docs/presets.md."""

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.wall import CoverKind
from console.domain.zoom_part import ZoomPart
from console.protocol.command import Command


class AssignFeeds(Command, frozen=True, tag="assign_feeds"):
    """A person puts several cameras on a monitor, above any incident: into its cells in reading order, from
    ``cell`` on. Cells with other content than cameras are passed over; cameras beyond the last cell are told
    in the refusal, and nothing is done.
    """

    monitor: MonitorId
    feeds: tuple[FeedId, ...]
    cell: CellIndex = CellIndex(0)


class SwapCells(Command, frozen=True, tag="swap_cells"):
    """A person swaps what two cells show by hand, tour or layout; both are held by hand from then on."""

    monitor: MonitorId
    cell: CellIndex
    to_monitor: MonitorId
    to_cell: CellIndex


class ZoomCell(Command, frozen=True, tag="zoom_cell"):
    """A person shows a part of a cell's picture; None shows the whole again. It ends with the camera."""

    monitor: MonitorId
    cell: CellIndex
    zoom: ZoomPart | None


class SelectFeed(Command, frozen=True, tag="select_feed"):
    """A person selected a camera: hotspots show it."""

    feed: FeedId


class CoverMonitors(Command, frozen=True, tag="cover_monitors"):
    """Hide these monitors (none named: all) behind the public preset, or nothing: no hand and no incident
    reaches the glass. What is done meanwhile waits beneath. Again with another kind: that one.
    """

    kind: CoverKind
    monitors: tuple[MonitorId, ...] = ()


class UncoverMonitors(Command, frozen=True, tag="uncover_monitors"):
    """Show these monitors (none named: all) again."""

    monitors: tuple[MonitorId, ...] = ()


class DropFrames(Command, frozen=True, tag="drop_frames"):
    """Take down what rules put up on these monitors (none named: all)."""

    monitors: tuple[MonitorId, ...] = ()


class UndoLoad(Command, frozen=True, tag="undo_load"):
    """Take back the loading of a layout or wall preset that input ``n`` was: bases and hands as before."""

    n: int
