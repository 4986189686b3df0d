"""The simulated cameras' streams: which scene each one shows and where its endless loop stands."""

from dataclasses import dataclass, field, replace
from importlib.resources.abc import Traversable
from itertools import accumulate

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.process_config import SimulatedCamera
from console.protocol.simulator_messages import Fault, StreamClock
from console.sim.rtp import PicturePackets, packetise
from console.sim.scene_files import Codec, Scene, read_scene, scene_file
from console.sim.scene_variants import SceneVariants, Variant

MOST_SPREAD_SLOTS = 16
"""Cameras leave their pictures in at most so many turns within a frame interval: even load, few wake-ups."""
CAMERAS_A_SLOT = 4
"""Of a few cameras so many share a turn: each turn costs as much as a camera's picture."""
MAX_SESSIONS = 2
"""Sessions of one stream at a time, as with many real cameras."""
RESIZE_SHARE = (3, 4)
"""Another picture size is so much of the usual one: 480x270 for 640x360."""
SIZES = {Profile.SUB: (640, 360), Profile.MAIN: (1280, 720)}
"""Width and height of each profile's pictures."""
SLOW_DIVISOR = 3
"""A slow camera sends one frame in so many."""
_EACH_FRAME_ALONE = (Fault.FREEZE, Fault.GARBAGE)
"""Under these every frame can follow any other: a keyframe each, or noise."""


@dataclass(frozen=True, slots=True)
class PacketLoop:
    """A scene's loop, packetised; shared by all streams that show it.

    ``since_key[position]`` is how many pictures ago the last keyframe was.
    """

    scene: Scene
    pictures: tuple[PicturePackets, ...]
    since_key: tuple[int, ...]


def packet_loop(scene: Scene) -> PacketLoop:
    """Packetise a scene. Parameter sets go before each keyframe, as cameras send them."""
    h265 = scene.codec is Codec.H265
    pictures = tuple(
        packetise(
            (*scene.parameter_sets, *coded.nals) if coded.is_key else coded.nals,
            is_key=coded.is_key,
            h265=h265,
        )
        for coded in scene.pictures
    )
    since_key = tuple(accumulate(pictures[1:], _one_more, initial=0))
    return PacketLoop(replace(scene, pictures=()), pictures, since_key)


def _one_more(since_key: int, picture: PicturePackets) -> int:
    return 0 if picture.is_key else since_key + 1


class LoopStock:
    """Every loop that is played, each packetised once; variants as soon as they are made."""

    def __init__(self, folder: Traversable, variants: SceneVariants) -> None:
        self._folder = folder
        self._variants = variants
        self._shipped: dict[tuple[int, Profile], PacketLoop] = {}
        self._made: dict[Variant, PacketLoop] = {}

    def shipped(self, scene: int, profile: Profile) -> PacketLoop:
        """A shipped scene's loop. Raises SceneError."""
        key = (scene, profile)
        if key not in self._shipped:
            self._shipped[key] = packet_loop(read_scene(self._folder, scene, profile))
        return self._shipped[key]

    def has_shipped(self, scene: int, profile: Profile) -> bool:
        """Whether there is a file of it."""
        return scene_file(self._folder, scene, profile).is_file()

    def made(self, variant: Variant) -> PacketLoop | None:
        """A variant's loop; None while it is being made, and where it ``has_failed``."""
        if variant not in self._made:
            scene = self._variants.get(variant)
            if scene is None:
                return None
            self._made[variant] = packet_loop(scene)
        return self._made[variant]

    def has_failed(self, variant: Variant) -> bool:
        """Whether it will never be there."""
        return self._variants.has_failed(variant)


@dataclass(slots=True)
class SimulatedStream:
    """One stream's frame clock: frame k leaves at ``epoch_ns + k / fps``, k counts on without end.

    ``wanted``: what it shows has to be made first; until then ``loop`` only stands for its clock.
    """

    feed: FeedId
    profile: Profile
    loop: PacketLoop
    phase_frames: int
    slot: int
    epoch_ns: int
    stock: LoopStock | None = None
    wanted: Variant | None = None
    session_count: int = 0
    fault: Fault = field(default=Fault.NONE, init=False)
    _frozen_frame: int = field(default=0, init=False)
    _interval_ns: float = field(init=False)

    def __post_init__(self) -> None:
        """Keep the frame interval, which every tick asks for."""
        self._interval_ns = 1e9 / self.loop.scene.fps

    @property
    def path(self) -> str:
        """Its path in an RTSP URL."""
        return f"/{self.feed}/{self.profile}"

    @property
    def interval_ns(self) -> float:
        """Nanoseconds between two frames."""
        return self._interval_ns

    def latest(self, now_ns: int) -> int:
        """The frame that was due last."""
        return int((now_ns - self.epoch_ns) // self._interval_ns)

    def due_ns(self, frame: int) -> int:
        """When a frame leaves."""
        return self.epoch_ns + round(frame * self._interval_ns)

    def is_ready(self) -> bool:
        """Whether it can be described and played; has it made if it can't."""
        if self.wanted is not None and self.stock is not None:
            loop = self.stock.made(self.wanted)
            if loop is not None:
                self.loop, self.wanted = loop, None
        return self.wanted is None

    def has_failed(self) -> bool:
        """Whether it will never be ready."""
        return self.wanted is not None and self.stock is not None and self.stock.has_failed(self.wanted)

    def loop_now(self) -> PacketLoop:
        """What a keyframe that leaves now begins: the loop, or its other size, as soon as that is made."""
        if self.fault is not Fault.RESIZE or self.stock is None:
            return self.loop
        scene = self.loop.scene
        width, height = (side * RESIZE_SHARE[0] // RESIZE_SHARE[1] for side in (scene.width, scene.height))
        resized = self.stock.made(Variant(scene.number, width, height, scene.codec))
        return resized or self.loop

    def set_fault(self, fault: Fault, now_ns: int) -> None:
        """Go wrong from now on, or heal. A frozen picture is the one that was a keyframe last."""
        if fault is Fault.FREEZE and self.fault is not Fault.FREEZE:
            frame = self.latest(now_ns)
            self._frozen_frame = frame - self._since_key(frame)
        self.fault = fault

    def position(self, frame: int) -> int | None:
        """Which picture of the loop leaves as this frame; None where a slow camera sends none."""
        shown = frame
        if self.fault is Fault.FREEZE:
            shown = self._frozen_frame
        elif self.fault is Fault.SLOW:
            since_key = self._since_key(frame)
            if since_key % SLOW_DIVISOR:
                return None
            # The group's first third, spread over all its time: every picture refers to the one before it.
            shown = frame - since_key + since_key // SLOW_DIVISOR
        return (shown + self.phase_frames) % len(self.loop.pictures)

    def keyframe_before(self, frame: int) -> int:
        """The frame itself or the nearest one before it that can be decoded without others."""
        return frame if self.fault in _EACH_FRAME_ALONE else frame - self._since_key(frame)

    def _since_key(self, frame: int) -> int:
        return self.loop.since_key[(frame + self.phase_frames) % len(self.loop.pictures)]

    def clock(self) -> StreamClock:
        """What tests and tools are told."""
        return StreamClock(
            feed=self.feed,
            profile=self.profile,
            scene=self.loop.scene.number,
            fps=self.loop.scene.fps,
            phase_frames=self.phase_frames,
            loop_frames=len(self.loop.pictures),
            epoch_mono_ns=self.epoch_ns,
            sessions=self.session_count,
        )


def open_streams(
    cameras: tuple[SimulatedCamera, ...], stock: LoopStock, start_ns: int
) -> dict[str, SimulatedStream]:
    """All cameras' streams by path, each scene file read once. Raises SceneError.

    A camera's profiles share one clock, so that its main and sub stream show the same moment.
    """
    streams: dict[str, SimulatedStream] = {}
    slots = min(MOST_SPREAD_SLOTS, -(-len(cameras) // CAMERAS_A_SLOT))
    for index, camera in enumerate(cameras):
        for profile in camera.profiles:
            wanted = _wanted(camera, profile, stock)
            loop = stock.shipped(camera.scene, Profile.SUB if wanted else profile)
            slot = index % slots
            epoch_ns = start_ns + round(slot / slots * 1e9 / loop.scene.fps)
            stream = SimulatedStream(
                camera.feed, profile, loop, camera.phase_frames, slot, epoch_ns, stock, wanted
            )
            streams[stream.path] = stream
    return streams


def _wanted(camera: SimulatedCamera, profile: Profile, stock: LoopStock) -> Variant | None:
    """What has to be made for a stream that no shipped file can show."""
    if profile is Profile.SUB and not camera.h265:
        return None
    if profile is Profile.MAIN and not camera.h265 and stock.has_shipped(camera.scene, profile):
        return None
    width, height = SIZES[profile]
    return Variant(camera.scene, width, height, Codec.H265 if camera.h265 else Codec.H264)
