"""A site as its file describes it: everything that differs from one center to the next."""

from dataclasses import dataclass, field
from pathlib import Path

from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.domain.monitor import Geometry, MonitorSpec
from console.domain.rule import Rule
from console.domain.tier import Warm
from console.protocol.process_config import (
    DirectorConfig,
    LogLimits,
    MediaBudgets,
    RecordingConfig,
    ReplaySource,
    StreamSource,
)


@dataclass(frozen=True, slots=True)
class SimulatorSite:
    """The simulated city behind a demo site. ``alert_points``: where alerts happen; empty for anywhere.

    ``h265``: cameras whose streams are H.265.
    """

    port: int
    username: str
    password: str = field(repr=False)
    seed: int
    alerts: bool
    alert_interval_s: float
    alert_points: tuple[tuple[float, float], ...] = ()
    h265: tuple[FeedId, ...] = ()


USUAL_FRAME_MS = 67
"""A picture of 15 a second."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What a site plays in place of being live: a folder with its log, and the movies of ``source``.

    What is decided again is written down below ``runs``. ``borrows``: its pictures are shown on monitors that
    another site lends, not in windows of its own. ``frame_ms``: how far a step of one picture goes.
    ``pictures_ms``: wall time of the first pictures and of the last one; (0, 0) where it is not known.
    ``not_as_signed``: what of the folder is not as it was signed, in words; "" where nothing is.
    """

    folder: Path
    source: ReplaySource
    runs: Path
    frame_ms: int = USUAL_FRAME_MS
    pictures_ms: tuple[int, int] = (0, 0)
    borrows: bool = False
    not_as_signed: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A checked site file. ``streams`` hold the credentials and go to workers only.

    ``warnings`` say what is odd in the file, ``warm`` names the cameras whose hidden
    streams are not always open. ``trusted_keys`` are those that may have signed incident packages, as
    ``sightline package key`` prints them. ``keys_file`` maps further keys. ``names`` are those of cameras and
    agencies, each with where it stands (``file:line: field``). ``preset``: the wall preset that it begins
    with, "" for what it showed. ``windowed``: monitors are windows on one desktop, where it puts them.
    ``snapshots_dir``: where pictures of tiles are kept, "" for a folder in ``data_dir``.
    ``wall_map``: cells of the wall may show the map, which a process of its own draws.
    """

    name: str
    data_dir: Path
    cameras: tuple[Camera, ...]
    streams: tuple[StreamSource, ...] = field(repr=False)
    monitors: tuple[MonitorSpec, ...]
    alerts_endpoint: str
    simple_alerts_endpoint: str
    commands_endpoint: str
    changes_endpoint: str
    director: DirectorConfig
    workers: int
    decode_threads: int
    gpu: str
    budgets: MediaBudgets
    warm: dict[FeedId, Warm]
    desk: bool
    desk_geometry: Geometry | None
    map_dir: str
    log: LogLimits
    snapshots_dir: str = ""
    wall_map: bool = True
    windowed: bool = False
    trusted_keys: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    public_preset: str = ""
    preset: str = ""
    recording: RecordingConfig = field(default_factory=RecordingConfig)
    simulator: SimulatorSite | None = None
    replay: Replay | None = None
    warnings: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    keys_file: str = ""

    @property
    def has_windows(self) -> bool:
        """Whether it shows anything itself; a replay on lent monitors has a desk at most."""
        borrows = self.replay is not None and self.replay.borrows
        return self.desk or (bool(self.monitors) and not borrows)
