"""What each process is told at its start, as JSON over an inherited pipe (never arguments or environment).

Only the configurations of processes that open cameras hold credentials.
"""

from typing import NamedTuple
from urllib.parse import urlsplit

from msgspec import Struct, field

from console.domain.alert import AlertKind, Severity
from console.domain.camera import Camera, Profile
from console.domain.ids import FeedId
from console.domain.monitor import Geometry, MonitorSpec
from console.domain.picture import LostCause, PictureState
from console.domain.rule import Rule
from console.domain.tier import Warm
from console.protocol.time_anchor import TimeAnchor


class ProcessConfig(Struct, frozen=True, kw_only=True, tag_field="kind"):
    """Common to all: the process's name (such as ``worker-0``), the site's name and its folders.

    ``replays``: the site is not live, but plays what was recorded; ``not_as_signed``: what of that is not as
    it was signed, in words, "" where nothing is. ``lifeline_dir``: the runtime folder of the supervisor that
    started it, where that is not ``run_dir``.
    """

    name: str
    site: str
    run_dir: str
    log_dir: str = ""
    replays: bool = False
    not_as_signed: str = ""
    lifeline_dir: str = ""


class StreamSource(Struct, frozen=True):
    """Where a worker opens one stream. ``url`` is without credentials; join them only at the opening.

    ``device`` names the box that serves it (default: the camera), which is never asked for more than two
    openings at once; ``options`` override FFmpeg's. ``aspect`` ("16:9") is the shape of its pictures, ""
    for what the stream says.
    """

    feed: FeedId
    profile: Profile
    url: str
    username: str = ""
    password: str = ""
    transport: str = "tcp"
    device: str = ""
    options: dict[str, str] = {}
    aspect: str = ""

    def __repr__(self) -> str:
        """Without credentials, and without path and query, where some cameras want them: no log or
        exception can show what stands there."""
        return f"StreamSource({self.feed!r}, {self.profile!r}, {urlsplit(self.url).netloc!r})"


class RecordedState(NamedTuple):
    """How a camera was from then to then (log time), and why, as the log says.

    ``since_ms``: since when it had been so, of a loss whatever the causes before; epoch milliseconds as
    people were shown them, 0 where the log does not say.
    """

    from_ms: int
    to_ms: int
    state: PictureState
    cause: LostCause = LostCause.NONE
    since_ms: int = 0


class RecordedFeed(Struct, frozen=True):
    """What is told of a camera, whatever pictures are here: when the site recorded each of its streams (from
    and to, log time in ms), and how it was, one after the other; none where the log does not say.
    """

    feed: FeedId
    times_ms: dict[Profile, tuple[tuple[int, int], ...]] = {}
    states: tuple[RecordedState, ...] = ()


class ReplaySource(Struct, frozen=True):
    """What is played in place of cameras: movies below ``video_dir``, their stamps placed by ``anchors``.

    What is not here, and in no time of ``recorded`` either, was never recorded. ``asked_ms``: from and
    to, log time, of what was asked for; None where nobody knows.
    """

    video_dir: str
    anchors: tuple[TimeAnchor, ...]
    recorded: tuple[RecordedFeed, ...] = ()
    asked_ms: tuple[int, int] | None = None


class WorkerConfig(ProcessConfig, frozen=True, tag="worker"):
    """A media worker. It knows every stream; the engine's plan says which are its own.

    ``gpu``: how it may decode main streams on a graphics card, if it finds one: "auto" (the card scales them,
    too), "fetch" (whole pictures), "" for not. ``cores``: those that it may keep its threads on while they
    are calm. ``video_dir``: where it puts what is recorded; "" for nowhere; of that disk it leaves
    ``least_free_bytes`` alone. ``replay``: from where it plays, in place of the streams' addresses.
    ``workers``: so many there are.
    """

    frames_dir: str
    streams: tuple[StreamSource, ...]
    decode_threads: int = 1
    gpu: str = ""
    cores: tuple[int, ...] = ()
    video_dir: str = ""
    least_free_bytes: int = 0
    replay: ReplaySource | None = None
    workers: int = 1


class MediaBudgets(Struct, frozen=True):
    """What media may use on this host. ``decode_cores`` 0: what the machine has left."""

    decode_cores: float = 0.0
    network_mbit_s: float = 1000.0
    main_streams: int = 16
    ring_s: float = 30.0
    ring_mib: int = 600


class EngineConfig(ProcessConfig, frozen=True, tag="engine"):
    """The engine: names of the workers, and each feed with its profiles."""

    workers: tuple[str, ...]
    feeds: dict[FeedId, tuple[Profile, ...]]
    budgets: MediaBudgets = field(default_factory=MediaBudgets)
    warm: dict[FeedId, Warm] = field(default_factory=dict)


GB = 1_000_000_000


class DirectorConfig(Struct, frozen=True):
    """How the director reacts: how many nearest cameras, how long their overlay stays, automatic or not."""

    cameras: int = 4
    hold_s: int = 300
    mode: str = "auto"
    kinds: tuple[str, ...] = ("gunshot", "alpr", "dispatch")


class RecordingConfig(Struct, frozen=True):
    """What is recorded by itself: incidents of these kinds, from this severity on; none for no kinds.

    ``cameras``: so many of those nearest to it. A recording ends ``longest_min`` after its beginning (or its
    last extension), or ``tail_s`` after its incident was closed. ``always``: cameras that are recorded
    continuously. What is ended is forgotten after ``keep_days``; all movies together may take ``keep_gb``
    (1 GB: 10^9 bytes), and never the disk's last ``least_free_gb``. With these defaults old logs are read.
    """

    kinds: tuple[AlertKind, ...] = ()
    least_severity: Severity = Severity.INFO
    cameras: int = 12
    longest_min: int = 30
    tail_s: int = 15
    always: tuple[FeedId, ...] = ()
    keep_days: int = 30
    keep_gb: int = 50
    least_free_gb: int = 2

    @property
    def keep_bytes(self) -> int:
        """What all movies together may take."""
        return self.keep_gb * GB

    @property
    def least_free_bytes(self) -> int:
        """What is left of the disk to others."""
        return self.least_free_gb * GB


class LogLimits(Struct, frozen=True):
    """How long, and how large, core's input log may become before its oldest part goes."""

    keep_days: int = 30
    keep_mb: int = 4096


class CoreConfig(ProcessConfig, frozen=True, tag="core"):
    """Core: the site's facts and the alert boundary's addresses (``tcp://...``).

    ``public_preset``: the wall preset for visitors, "" for a clock; ``preset``: the one that it loads, by
    name or number, at the first of its starts that are told ``start_id``; "" for none.
    ``replay_dir``: the recorded log that it plays in place of being live; ``runs_dir``: where what is decided
    again is written down; ``frame_ms``: how far a step of one picture goes; ``pictures_ms``: wall time
    of the first pictures and of the last one, (0, 0) where it is not known.
    """

    data_dir: str
    cameras: tuple[Camera, ...]
    monitors: tuple[MonitorSpec, ...]
    alerts_endpoint: str
    simple_alerts_endpoint: str
    commands_endpoint: str = ""
    changes_endpoint: str = ""
    director: DirectorConfig = field(default_factory=DirectorConfig)
    log: LogLimits = LogLimits()
    recording: RecordingConfig = RecordingConfig()
    rules: tuple[Rule, ...] = ()
    public_preset: str = ""
    preset: str = ""
    start_id: str = ""
    replay_dir: str = ""
    runs_dir: str = ""
    frame_ms: int = 67
    pictures_ms: tuple[int, int] = (0, 0)


class DisplayConfig(ProcessConfig, frozen=True, tag="display"):
    """One monitor's full-screen window; ``monitors`` are all of the site; ``keys_file`` maps further keys.

    ``desk`` is the place of the desk, if it is shown. ``windowed``: windows lie on one desktop as written.
    ``snapshots_dir`` is where pictures of tiles are kept; "" for nowhere. ``shows_maps``: there is a process
    that draws them.
    """

    monitor: MonitorSpec
    monitors: tuple[MonitorSpec, ...] = ()
    snapshots_dir: str = ""
    shows_maps: bool = False
    keys_file: str = ""
    desk_shown: bool = False
    desk: Geometry | None = None
    windowed: bool = False


class DeskConfig(ProcessConfig, frozen=True, tag="desk"):
    """The operator's window. ``map_dir`` holds the site's GeoJSON layers; "" for those that are shipped.

    ``monitors`` are the wall's, which the window is not to hide. ``sightline`` is the command line by which
    it makes incident packages, in ``packages_dir`` if nobody wants another folder; () for none. ``glimpses``
    is the command line of the process that looks into ``replay``'s movies for it. ``keys_file`` maps further
    keys to commands; "" for none. ``arrangement_dir``: where each operator's arrangement of the panels is
    kept; "" for nowhere. ``snapshots_dir``
    as of a display.
    """

    geometry: Geometry | None = None
    monitors: tuple[MonitorSpec, ...] = ()
    windowed: bool = False
    operator: str = "operator"
    map_dir: str = ""
    sightline: tuple[str, ...] = ()
    packages_dir: str = ""
    snapshots_dir: str = ""
    glimpses: tuple[str, ...] = ()
    replay: ReplaySource | None = None
    keys_file: str = ""
    arrangement_dir: str = ""


class MapConfig(ProcessConfig, frozen=True, tag="map"):
    """The process that draws the wall's maps. ``map_dir`` as of the desk."""

    frames_dir: str
    map_dir: str = ""


class SimulatedCamera(Struct, frozen=True):
    """One simulated camera's streams: scene file stems for each profile, by RTSP path ``/<feed>/<profile>``.

    ``phase_frames`` shifts the loop so that cameras of one scene don't show the same picture. ``h265``: all
    its streams are coded so.
    """

    feed: FeedId
    scene: int
    phase_frames: int = 0
    profiles: tuple[Profile, ...] = (Profile.SUB,)
    h265: bool = False


class SimulatorConfig(ProcessConfig, frozen=True, tag="simulator"):
    """The RTSP server of all simulated cameras, on loopback.

    ``cache_dir`` keeps what it renders; "" for the user's cache folder.
    """

    port: int
    cameras: tuple[SimulatedCamera, ...]
    username: str
    password: str
    cache_dir: str = ""


class SensorsConfig(ProcessConfig, frozen=True, tag="sensors"):
    """The simulated gunshot detectors and plate readers. Same ``seed``, same minutes.

    ``points``: alerts happen only at these (lat_deg, lon_deg); empty for anywhere in the cameras' reach.
    """

    alerts_endpoint: str
    cameras: tuple[Camera, ...]
    seed: int = 1
    interval_s: float = 12.0
    first_after_s: float = 6.0
    points: tuple[tuple[float, float], ...] = ()


AnyConfig = (
    WorkerConfig
    | EngineConfig
    | CoreConfig
    | DisplayConfig
    | DeskConfig
    | MapConfig
    | SimulatorConfig
    | SensorsConfig
)
