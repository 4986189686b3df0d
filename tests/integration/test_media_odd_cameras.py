"""Cameras that are odd in one way each: shown with the right picture, or named truly and left in peace."""

import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand
from console.domain.picture import LostCause, PictureState, shown_state
from console.protocol.clock import SystemClock
from console.protocol.process_config import StreamSource
from tests.fakes.media_site import MediaSite
from tests.fakes.rtp_camera import Answer, Oddities, RtpCamera, Unit, encoded
from tests.fakes.rtsp_clips import X26X_PARAMS, moving_bar
from tests.fakes.slot_pictures import pixels_of
from tests.watch.logs import ExpectedLog

WIDTH, HEIGHT, GOP = 320, 184, 15
GREY = 90
SECRET = "s3cretPassw0rd"
USER, PASSWORD = "wall", "p@ss:w/rd"
PORTS: dict[str, str] = {}
"""Addresses of cameras that others name."""

LIVE = (PictureState.LIVE, LostCause.NONE)


def lost(cause: LostCause) -> tuple[PictureState, LostCause]:
    return PictureState.LOST, cause


# --- what they do to their packets ----------------------------------------------------------------------


def another_source_each_gop(index: int, packets: list[bytes]) -> list[bytes]:
    return [one[:8] + (index // GOP + 1).to_bytes(4, "big") + one[12:] for one in packets]


def without_marker(_index: int, packets: list[bytes]) -> list[bytes]:
    return [one[:1] + bytes([one[1] & 0x7F]) + one[2:] for one in packets]


def is_parameter_set(packet: bytes) -> bool:
    return packet[12] & 31 in (7, 8)


def sets_with_every_third_keyframe(index: int, packets: list[bytes]) -> list[bytes]:
    return packets if index // GOP % 3 == 0 else [one for one in packets if not is_parameter_set(one)]


def sets_with_a_time_of_their_own(_index: int, packets: list[bytes]) -> list[bytes]:
    def earlier(packet: bytes) -> bytes:
        at = int.from_bytes(packet[4:8], "big") - 3000
        return packet[:1] + bytes([packet[1] | 0x80]) + packet[2:4] + at.to_bytes(4, "big") + packet[8:]

    return [earlier(one) if is_parameter_set(one) else one for one in packets]


# --- what they answer -----------------------------------------------------------------------------------


def refuses(status: str) -> Answer:
    return lambda headers: f"{status}\r\n"


def asks_for_digests(*algorithms: str) -> Answer:
    """Offers these digests, in this order, and takes what answers MD5 rightly."""
    nonce = "dcd98b7102dd2f0e"
    offers = [
        f'WWW-Authenticate: Digest realm="camera", nonce="{nonce}", algorithm={one}\r\n' for one in algorithms
    ]

    def answer(headers: dict[str, str]) -> str | None:
        given = dict(re.findall(r'(\w+)="?([^",]*)"?', headers.get("authorization", "")))
        right = md5_answer(USER, "camera", PASSWORD, nonce, "DESCRIBE", given.get("uri", ""))
        return None if given.get("response") == right else "401 Unauthorized\r\n" + "".join(offers)

    return answer


def md5_answer(user: str, realm: str, password: str, nonce: str, method: str, uri: str) -> str:
    """RFC 2069, as without qop."""
    who, what = (
        hashlib.md5(text.encode()).hexdigest() for text in (f"{user}:{realm}:{password}", f"{method}:{uri}")
    )
    return hashlib.md5(f"{who}:{nonce}:{what}".encode()).hexdigest()


def sets_of_another_size(sdp: str) -> str:
    other = encoded(moving_bar(1, 640, 360), 640, 360, "h264")[0]
    camera = RtpCamera([other])
    camera.stop()
    (said,) = re.findall(r"sprop-parameter-sets=\S+", camera._description())
    return re.sub(r"sprop-parameter-sets=\S+", said, sdp)


def bar(count: int = 60, **options: object) -> list[Unit]:
    return encoded(moving_bar(count, WIDTH, HEIGHT), WIDTH, HEIGHT, "h264", gop=GOP, **options)  # type: ignore[arg-type]


def joined_by_start_codes(units: Sequence[Unit]) -> list[Unit]:
    """All NAL units of a picture as one, so that its fragments hold start codes."""
    return [Unit((b"\0\0\0\1".join(unit.nals),), unit.is_key) for unit in units]


def without_recovery_points(_units: Sequence[Unit]) -> list[Unit]:
    """One IDR picture, then I pictures that nothing marks as such."""
    params = f"{X26X_PARAMS}:keyint=15:min-keyint=1:open-gop=1:bframes=1:b-adapt=0"
    units = bar(options={"preset": "veryfast", "x264-params": params})
    assert sum(unit.is_key for unit in units) > 2
    return [Unit(tuple(nal for nal in unit.nals if nal[0] & 31 != 6), unit.is_key) for unit in units]


def after_its_first_picture(index: int, packets: list[bytes]) -> list[bytes]:
    return packets if index % 60 else []


def huge_keyframes() -> list[Unit]:
    noise = np.random.default_rng(1).integers(0, 255, (720, 1280, 3), np.uint8)
    moved = [np.roll(noise, 16 * index, axis=1) for index in range(2 * GOP)]
    frames = [av.VideoFrame.from_ndarray(one, format="rgb24") for one in moved]
    params = {"preset": "ultrafast", "x264-params": f"{X26X_PARAMS}:qp=30:me=hex:merange=24"}
    made = encoded(iter(frames), 1280, 720, "h264", gop=GOP, options=params)
    assert sum(map(len, made[0].nals)) > 600_000
    return made


def mpeg4(_units: Sequence[Unit]) -> list[Unit]:
    return encoded(moving_bar(60, WIDTH, HEIGHT), WIDTH, HEIGHT, "mpeg4", gop=GOP)


def described_as_mpeg4(sdp: str) -> str:
    """RFC 6416; the decoder's configuration is in the stream."""
    return re.sub(r"a=fmtp\S* \S*\r\n", "", sdp.replace("H264/90000", "MP4V-ES/90000"))


@dataclass(frozen=True)
class Kind:
    """An odd camera, how we ask for it, and what its tile must come to say."""

    odd: Oddities = field(default_factory=Oddities)
    units: Callable[[Sequence[Unit]], list[Unit]] = list
    transport: str = "tcp"
    says: tuple[PictureState, LostCause] = LIVE
    path: str = ""
    detail: str = ""
    user: str = ""


def goes_to(name: str) -> Answer:
    return lambda headers: f"302 Moved Temporarily\r\nLocation: {PORTS[name]}\r\n"


def falls_to_one_in_three_seconds(index: int) -> float:
    return index / 15 if index < 30 else 2 + 3 * (index - 30)


def refusing(method: str, status: str, cause: LostCause = LostCause.REFUSED) -> Kind:
    return Kind(Oddities(answers={method: refuses(status)}), says=lost(cause), detail=status[:3])


def counting_anew(index: int, packets: list[bytes]) -> list[bytes]:
    """After four seconds the sequence numbers go back by a thousand."""
    if index < 60:
        return packets
    return [
        one[:2] + (int.from_bytes(one[2:4], "big") - 1000 & 0xFFFF).to_bytes(2, "big") + one[4:]
        for one in packets
    ]


KINDS: dict[str, Kind] = {
    "ssrc-changes": Kind(Oddities(another_source_each_gop)),
    "ssrc-changes-udp": Kind(Oddities(another_source_each_gop), transport="udp"),
    "no-marker": Kind(Oddities(without_marker)),
    "no-marker-udp": Kind(Oddities(without_marker), transport="udp"),
    "sets-each-third": Kind(Oddities(sets_with_every_third_keyframe, numbers_what_it_sends=True)),
    "sets-own-time": Kind(Oddities(sets_with_a_time_of_their_own)),
    "sets-unlike-sdp": Kind(Oddities(sdp=sets_of_another_size)),
    "start-codes-inside": Kind(units=joined_by_start_codes),
    "early-packets": Kind(Oddities(early_packets=True)),
    "no-idr": Kind(
        Oddities(after_its_first_picture),
        units=without_recovery_points,
        says=(PictureState.WAIT, LostCause.NO_KEYFRAME),
    ),
    "tcp-alone": Kind(
        Oddities(transports=("tcp",)),
        transport="udp",
        says=lost(LostCause.UNSUPPORTED_TRANSPORT),
        detail='transport = "tcp"',
    ),
    "udp-alone": Kind(
        Oddities(transports=("udp",)), says=lost(LostCause.UNSUPPORTED_TRANSPORT), detail='transport = "udp"'
    ),
    "describe-400": refusing("DESCRIBE", "400 Bad Request"),
    "describe-406": refusing("DESCRIBE", "406 Not Acceptable"),
    "setup-451": refusing("SETUP", "451 Parameter Not Understood"),
    "setup-453": Kind(
        Oddities(answers={"SETUP": refuses("453 Not Enough Bandwidth")}), says=lost(LostCause.SESSION_LIMIT)
    ),
    "play-454": refusing("PLAY", "454 Session Not Found"),
    "play-455": refusing("PLAY", "455 Method Not Valid In This State"),
    "play-457": refusing("PLAY", "457 Invalid Range"),
    "setup-459": refusing("SETUP", "459 Aggregate Operation Not Allowed"),
    "describe-503": refusing("DESCRIBE", "503 Service Unavailable"),
    "password-in-path": Kind(path=f"user=admin&password={SECRET}/ch1?token={SECRET}"),
    "password-refused": Kind(
        Oddities(answers={"DESCRIBE": refuses("404 Not Found")}),
        says=lost(LostCause.NOT_FOUND),
        path=f"user=admin&password={SECRET}",
    ),
    "digests-md5-last": Kind(Oddities(answers={"DESCRIBE": asks_for_digests("SHA-256", "MD5")}), user=USER),
    "digests-md5-first": Kind(
        Oddities(answers={"DESCRIBE": asks_for_digests("MD5", "SHA-256")}),
        user=USER,
        says=lost(LostCause.UNSUPPORTED_AUTHENTICATION),
        detail="Digest SHA-256",
    ),
    "elsewhere-with-password": Kind(Oddities(answers={"DESCRIBE": goes_to("digests-md5-last")}), user=USER),
    "mpeg4": Kind(Oddities(sdp=described_as_mpeg4, payloads="plain"), units=mpeg4),
}


@pytest.fixture(scope="module")
def cameras() -> Iterator[dict[str, RtpCamera]]:
    units = bar()
    made = {name: RtpCamera(kind.units(units), odd=kind.odd, repeats=True) for name, kind in KINDS.items()}
    for name, camera in made.items():
        camera.start()
        PORTS[name] = camera.url
    yield made
    for camera in made.values():
        camera.stop()


@pytest.fixture(scope="module")
def site(cameras: dict[str, RtpCamera]) -> Iterator[MediaSite]:
    """One worker with all of them."""
    sources = tuple(
        StreamSource(
            FeedId(name),
            Profile.SUB,
            cameras[name].url + kind.path,
            kind.user,
            PASSWORD if kind.user else "",
            kind.transport,
        )
        for name, kind in KINDS.items()
    )
    with TemporaryDirectory(prefix="sl-") as folder:
        site = MediaSite(Path(folder), sources)
        site.start()
        site.look.declare(*(Demand(FeedId(name), WIDTH, HEIGHT) for name in KINDS))
        yield site
        site.stop()


def said(site: MediaSite, name: str) -> tuple[PictureState, LostCause] | None:
    reader = site.look.reader(name, WIDTH, HEIGHT)
    if reader is None:
        return None
    shown = shown_state(reader.written(), SystemClock().monotonic_ns())
    return shown.state, shown.cause


@pytest.mark.shares_processes
@pytest.mark.parametrize("name", KINDS)
def test_it_is_shown_or_named(site: MediaSite, name: str) -> None:
    kind, look = KINDS[name], site.look
    look.until(lambda: said(site, name) == kind.says, f"{name} says {kind.says}", 15)
    health = look.feeds[FeedId(name)]
    assert kind.detail in health.detail and SECRET not in health.detail
    if kind.says != LIVE:
        return
    reader = look.reader(name, WIDTH, HEIGHT)
    assert reader is not None
    look.until(lambda: reader.seq() > 2 * GOP, "pictures of three keyframes")
    picture = reader.picture() or reader.picture()
    assert picture is not None
    pixels = pixels_of(picture)
    assert (picture.width, picture.height) == (WIDTH, HEIGHT)
    assert abs(int(np.median(pixels[..., :3])) - GREY) <= 4
    assert not look.feeds[FeedId(name)].damaged and not reader.written().damaged


def test_a_rate_that_falls_to_one_in_three_seconds_is_stale_in_between(run_dir: Path) -> None:
    camera = RtpCamera(bar(), odd=Oddities(due_s=falls_to_one_in_three_seconds))
    camera.start()
    site = MediaSite(run_dir, (StreamSource(FeedId("slow"), Profile.SUB, camera.url),))
    site.start()
    try:
        site.look.declare(Demand(FeedId("slow"), WIDTH, HEIGHT))
        for state in (PictureState.LIVE, PictureState.STALE, PictureState.LIVE):
            site.look.until(lambda: said(site, "slow") == (state, LostCause.NONE), f"it is {state.name}")  # noqa: B023
    finally:
        site.stop()
        camera.stop()


def test_a_camera_whose_packets_count_anew_is_opened_again_and_shown(
    run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log("connected, but its packets count anew; its session is replaced")
    camera = RtpCamera(bar(), odd=Oddities(counting_anew), repeats=True)
    camera.start()
    site = MediaSite(run_dir, (StreamSource(FeedId("anew"), Profile.SUB, camera.url),))
    site.start()
    try:
        site.look.declare(Demand(FeedId("anew"), WIDTH, HEIGHT))
        for plays in (1, 2):
            site.look.until(lambda: camera.plays == plays, f"it is opened: {plays}", 12)  # noqa: B023
            site.look.until(lambda: said(site, "anew") == LIVE, "it is live")
        reader = site.look.reader("anew", WIDTH, HEIGHT)
        assert reader is not None
        before = reader.seq()
        site.look.until(lambda: reader.seq() > before + 75, "it goes on over the next time", 12)
        assert camera.plays == 2
    finally:
        site.stop()
        camera.stop()


def test_a_keyframe_of_600_kb_in_one_burst_by_udp_is_whole(run_dir: Path) -> None:
    camera = RtpCamera(huge_keyframes(), repeats=True)
    camera.start()
    source = StreamSource(FeedId("huge"), Profile.SUB, camera.url, transport="udp")
    site = MediaSite(run_dir, (source,))
    site.start()
    try:
        site.look.declare(Demand(FeedId("huge"), WIDTH, HEIGHT))
        site.look.until(lambda: said(site, "huge") == LIVE, "it is live")
        reader = site.look.reader("huge", WIDTH, HEIGHT)
        assert reader is not None
        site.look.until(lambda: reader.seq() > 3 * GOP, "three keyframes are shown")
        assert not site.look.feeds[FeedId("huge")].damaged
    finally:
        site.stop()
        camera.stop()


@pytest.mark.shares_processes
def test_who_refuses_is_left_in_peace(site: MediaSite, cameras: dict[str, RtpCamera]) -> None:
    refused = [name for name, kind in KINDS.items() if kind.says[0] is PictureState.LOST]
    assert all(1 <= cameras[name].asked.count("OPTIONS") <= 8 for name in refused)


# --- what they send is not what they announce -------------------------------------------------------------

UNLIKE = (LostCause.UNSUPPORTED_CODEC, "not the video that it announces")
MISNAMED: dict[str, tuple[str, str, tuple[LostCause, str]]] = {
    "264-as-265": ("h264", "H265", UNLIKE),
    "265-as-264": ("h265", "H264", UNLIKE),
    "264-as-av1": ("h264", "AV1", UNLIKE),
    "unknown": ("h264", "XYZ9", (LostCause.NO_PICTURE, "no picture comes")),
}


def test_video_that_is_misnamed_is_called_so(run_dir: Path, expected_log: ExpectedLog) -> None:
    expected_log("connected, but no picture for 15 s; its session is replaced")
    cameras = {}
    for name, (codec, announced, _) in MISNAMED.items():
        units = encoded(moving_bar(60, WIDTH, HEIGHT), WIDTH, HEIGHT, codec, gop=GOP)
        said_as = re.compile(r"H26[45]/")
        odd = Oddities(sdp=lambda sdp, said=said_as, as_=announced: said.sub(f"{as_}/", sdp))  # type: ignore[misc]
        cameras[name] = RtpCamera(units, h265=codec == "h265", odd=odd, repeats=True)
        cameras[name].start()
    site = MediaSite(run_dir, tuple(StreamSource(FeedId(n), Profile.SUB, c.url) for n, c in cameras.items()))
    site.start()
    try:
        site.look.declare(*(Demand(FeedId(name), WIDTH, HEIGHT) for name in MISNAMED))
        for name, (_, _, (cause, detail)) in MISNAMED.items():
            site.look.until(lambda: said(site, name) == lost(cause), f"{name}: {cause}", 25)  # noqa: B023
            site.look.until(lambda: detail in site.look.feeds[FeedId(name)].detail, f"{name}: {detail}")  # noqa: B023
    finally:
        site.stop()
        for camera in cameras.values():
            camera.stop()


# --- slow ones, and one that serves a single client -----------------------------------------------------


def late(seconds: float) -> Answer:
    def answer(headers: dict[str, str]) -> None:
        threading.Event().wait(seconds)  # the camera's own slowness, not a wait for something

    return answer


def first_after(seconds: float) -> Oddities:
    return Oddities(due_s=lambda index: seconds + index / 15)


SILENT = lost(LostCause.SILENT)
SLOW = {
    "describe-8": (Oddities(answers={"DESCRIBE": late(8)}), 0, SILENT),
    "describe-8-timeout-12": (Oddities(answers={"DESCRIBE": late(8)}), 12, LIVE),
    "packet-8": (first_after(8), 0, LIVE),
    "packet-8-timeout-12": (first_after(8), 12, LIVE),
    "describe-25-timeout-40": (Oddities(answers={"DESCRIBE": late(25)}), 40, LIVE),
    "packet-25-timeout-40": (first_after(25), 40, LIVE),
}


@pytest.mark.long
def test_slow_cameras_are_silent_or_shown_where_the_timeout_is_raised(run_dir: Path) -> None:
    cameras = {name: RtpCamera(bar(), odd=odd, repeats=True) for name, (odd, _, _) in SLOW.items()}
    sources = tuple(
        StreamSource(
            FeedId(name),
            Profile.SUB,
            cameras[name].url,
            options={"timeout": str(timeout_s * 1_000_000)} if timeout_s else {},
        )
        for name, (_, timeout_s, _) in SLOW.items()
    )
    for camera in cameras.values():
        camera.start()
    site = MediaSite(run_dir, sources)
    site.start()
    try:
        site.look.declare(*(Demand(FeedId(name), WIDTH, HEIGHT) for name in SLOW))
        for name, (_, _, says) in SLOW.items():
            site.look.until(lambda: said(site, name) == says, f"{name} says {says}", 40)  # noqa: B023
    finally:
        site.stop()
        for camera in cameras.values():
            camera.stop()


def test_a_camera_for_one_client_is_not_hammered_by_the_other_stream(run_dir: Path) -> None:
    """Each new session ends the one before it: main is asked for while sub is kept warm."""
    camera = RtpCamera(bar(), odd=Oddities(one_client=True), repeats=True)
    camera.start()
    sources = tuple(
        StreamSource(FeedId("one"), profile, camera.url) for profile in (Profile.SUB, Profile.MAIN)
    )
    site = MediaSite(run_dir, sources)
    site.start()
    try:
        site.look.declare(Demand(FeedId("one"), WIDTH, HEIGHT))
        site.look.until(lambda: said(site, "one") == LIVE, "it is live")
        site.look.declare(Demand(FeedId("one"), 1280, 720))
        site.look.until(lambda: camera.plays >= 4, "they end each other", 20)
        before, begun_s = camera.plays, time.monotonic()
        site.look.until(lambda: time.monotonic() - begun_s > 3, "three seconds", 8)
        assert camera.plays - before <= 4
    finally:
        site.stop()
        camera.stop()
