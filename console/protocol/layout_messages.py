"""What core takes of layouts, and what it says of them, as JSON. See docs/layouts.md."""

from msgspec import Struct

from console.domain.ids import FeedId, MonitorId
from console.domain.layout import Layout
from console.protocol.command import Command
from console.protocol.question import Question


class LoadLayout(Command, frozen=True, tag="load_layout"):
    """Put a stored or shipped layout on a monitor, as its base. Hands of that monitor go.

    ``keep_incidents``: what incidents show there looks for its places anew; without it, it goes, as it did
    before there was this field.
    """

    monitor: MonitorId
    name: str
    keep_incidents: bool = False


class SaveLayout(Command, frozen=True, tag="save_layout"):
    """Store what a monitor shows by hand and base, without incidents, under a name.

    ``over``: the version that it is to replace, 0 for none. Refused ("layout_changed") if another one is
    there. None: the one that the monitor's base was loaded from, if that has the name; else any.
    ``personal``: a new one is its author's own.
    """

    monitor: MonitorId
    name: str
    over: int | None = None
    note: str = ""
    personal: bool = False


class ListLayouts(Command, Question, frozen=True, tag="list_layouts"):
    """Answered with {"layouts": [{"name", "columns", "rows", "cells", "shipped", "version", "by", "at_ms",
    "note", "locked", "owner"}]}."""


class GetLayout(Command, Question, frozen=True, tag="get_layout"):
    """Answered with {"layout": layout file content}; ``version`` 0 is the present one."""

    name: str
    version: int = 0


class GetMonitorLayout(Command, Question, frozen=True, tag="get_monitor_layout"):
    """Answered with {"layout": layout file content}: what SaveLayout would store of that monitor now, under
    the name of its base.
    """

    monitor: MonitorId


class ListLayoutVersions(Command, Question, frozen=True, tag="list_layout_versions"):
    """Answered with {"versions": [LayoutVersion, ...]}, newest first.

    Also of a layout that was deleted.
    """

    name: str


class LayoutVersion(Struct, frozen=True):
    """A version of a layout: by whom and when (wall time, epoch milliseconds), its grid and count of cells.

    ``is_gone``: from then on there was none of the name; it was deleted, or renamed ``to``. ``was``: the name
    before. Of an earlier name, ``name`` is that.
    """

    name: str
    version: int
    by: str
    at_ms: int
    note: str
    was: str
    to: str
    is_gone: bool
    columns: int
    rows: int
    cells: int


class ImportLayout(Command, frozen=True, tag="import_layout"):
    """Store a layout under its name; refused if there is one and ``replace`` is false.

    ``over``: the version that it is to replace, as in SaveLayout; None for whatever is there.
    """

    layout: Layout
    replace: bool = False
    over: int | None = None
    note: str = ""


class RestoreLayout(Command, frozen=True, tag="restore_layout"):
    """Store a kept version under ``name`` again, in place of what is there; also of what was deleted.

    ``over``: as in ImportLayout. Core logs it as an import of that version's content.
    """

    name: str
    version: int
    over: int | None = None


class DeleteLayout(Command, frozen=True, tag="delete_layout"):
    """A stored layout goes; monitors that show it keep what they show. ``over``: as in ImportLayout."""

    name: str
    over: int | None = None


class RenameLayout(Command, frozen=True, tag="rename_layout"):
    """A stored layout gets another name, on the monitors that show it, too; refused if that is taken.

    ``over``: as in ImportLayout.
    """

    name: str
    to: str
    over: int | None = None


class LockLayout(Command, frozen=True, tag="lock_layout"):
    """A stored layout stays as it is, under its name, until it is unlocked."""

    name: str
    locked: bool


class OwnLayout(Command, frozen=True, tag="own_layout"):
    """A stored layout becomes the own of who asks (only they change it, only their desk lists it), or all
    share it.
    """

    name: str
    personal: bool


class LayoutHead(Struct, frozen=True):
    """A layout without its cells: see StoredLayout. One that came with the product has version 0.

    ``tours`` are those that its cells run; ``missing_feeds`` cameras that it names and the site has not.
    """

    name: str
    version: int = 0
    by: str = ""
    at_ms: int = 0
    note: str = ""
    locked: bool = False
    owner: str = ""
    tours: tuple[str, ...] = ()
    missing_feeds: tuple[FeedId, ...] = ()

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the product."""
        return self.version == 0
