"""What core takes of wall presets, and what it says of them, as JSON. See docs/presets.md."""

from msgspec import Struct

from console.domain.ids import FeedId, MonitorId
from console.domain.wall_preset import WallPreset
from console.protocol.command import Command
from console.protocol.question import Question


class SavePreset(Command, frozen=True, tag="save_preset"):
    """Store what these monitors (none named: all) show by hand and base, without incidents, under a name.

    ``number`` None: as it has been, else none. ``over``: the version that it is to replace, 0 for none;
    refused ("preset_changed") if another one is there. None for whatever is there.
    """

    name: str
    number: int | None = None
    monitors: tuple[MonitorId, ...] = ()
    over: int | None = None
    note: str = ""


class ImportPreset(Command, frozen=True, tag="import_preset"):
    """Store a wall preset under its name; refused if there is one and ``replace`` is false."""

    preset: WallPreset
    replace: bool = False
    over: int | None = None
    note: str = ""


class LoadPreset(Command, frozen=True, tag="load_preset"):
    """Put a wall preset (by name, or by number as text) on its monitors, or on these of them, as their base.

    Their hands go, incidents' pictures look for their places anew. UndoLoad takes it back.
    """

    name: str
    monitors: tuple[MonitorId, ...] = ()


class RenamePreset(Command, frozen=True, tag="rename_preset"):
    """A wall preset gets another name, or another number: None leaves it as it is, 0 takes it away."""

    name: str
    to: str
    number: int | None = None
    over: int | None = None


class DeletePreset(Command, frozen=True, tag="delete_preset"):
    """A wall preset goes; monitors keep what they show."""

    name: str
    over: int | None = None


class RestorePreset(Command, frozen=True, tag="restore_preset"):
    """Store again what input ``n`` replaced or deleted, if the version that stands there now is ``over``."""

    n: int
    over: int | None = None


class GetPreset(Command, Question, frozen=True, tag="get_preset"):
    """Answered with {"preset": preset file content}."""

    name: str


class PresetHead(Struct, frozen=True):
    """A wall preset without its layouts: see StoredPreset; the last two as in a LayoutHead."""

    name: str
    number: int | None
    monitors: tuple[MonitorId, ...]
    version: int
    by: str = ""
    at_ms: int = 0
    note: str = ""
    tours: tuple[str, ...] = ()
    missing_feeds: tuple[FeedId, ...] = ()
