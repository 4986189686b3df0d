"""The shipped scene files: which there are, and their coded pictures ready to be sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import av
    from av.packet import Packet

from console.domain.camera import Profile
from console.domain.errors import SightlineError
from console.protocol.shipped import shipped

NAL_SLICE, NAL_IDR = 1, 5
"""nal_unit_type of ITU-T H.264, table 7-1. Others (SEI, delimiters) are not sent."""
H265_LAST_SLICE = 31
"""nal_unit_type of ITU-T H.265, table 7-1: those up to this one are slices."""
H265_PARAMETER_SETS = (32, 33, 34)
"""VPS, SPS, PPS."""
_H265_ARRAYS = 22
"""Where an HEVCDecoderConfigurationRecord's arrays are counted."""
_NAME = re.compile(r"scene-(\d\d)\.(main|sub)\.mp4")


class Codec(StrEnum):
    """How a scene is coded, as libavcodec calls it."""

    H264 = "h264"
    H265 = "hevc"


class SceneError(SightlineError):
    """A scene file is missing or is not what the server can loop."""


@dataclass(frozen=True, slots=True)
class CodedPicture:
    """One access unit: its NAL units without start codes or lengths."""

    nals: tuple[bytes, ...]
    is_key: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """A loop of coded pictures; the first is a keyframe, so the last one is followed by the first.

    ``parameter_sets``: SPS and PPS; for H.265 the VPS before them.
    """

    number: int
    profile: Profile
    fps: float
    width: int
    height: int
    codec: Codec
    parameter_sets: tuple[bytes, ...]
    pictures: tuple[CodedPicture, ...]


def scenes_folder() -> Traversable:
    """Where the shipped scenes lie."""
    return shipped("resources", "scenes")


def scene_profiles(folder: Traversable) -> dict[int, tuple[Profile, ...]]:
    """The profiles that each scene has a file for, by scene number in order. Empty without a folder."""
    found: dict[int, set[Profile]] = {}
    for entry in folder.iterdir() if folder.is_dir() else ():
        match = _NAME.fullmatch(entry.name)
        if match is not None:
            found.setdefault(int(match[1]), set()).add(Profile(match[2]))
    return {number: tuple(p for p in Profile if p in found[number]) for number in sorted(found)}


def scene_file(folder: Traversable, number: int, profile: Profile) -> Traversable:
    """Where a scene's file is, if there is one."""
    return folder.joinpath(f"scene-{number:02d}.{profile}.mp4")


def read_scene(folder: Traversable, number: int, profile: Profile) -> Scene:
    """Read one shipped file. Raises SceneError."""
    return read_scene_file(scene_file(folder, number, profile), number, profile)


def read_scene_file(file: Traversable, number: int, profile: Profile) -> Scene:
    """Read one file. Raises SceneError when it is missing, neither H.264 nor H.265, or can't be looped."""
    import av  # here: who only asks which scenes there are starts a tenth of a second sooner

    try:
        with file.open("rb") as opened, av.open(opened, mode="r", format="mp4") as container:
            stream = container.streams.video[0]
            codec = stream.codec_context
            if codec.name not in list(Codec) or not codec.extradata or stream.average_rate is None:
                raise SceneError(f"{file}: H.264 or H.265 at a fixed rate is needed; render the scenes again")
            kind = Codec(codec.name)
            length_bytes, sets = (parameter_sets if kind is Codec.H264 else h265_parameter_sets)(
                codec.extradata
            )
            pictures = tuple(_pictures(container.demux(stream), length_bytes, kind))
            fps, width, height = float(stream.average_rate), codec.width, codec.height
    except (OSError, av.FFmpegError, IndexError) as error:
        raise SceneError(f"scene file {file} can't be read ({error}); render the scenes first") from error
    if not pictures or not pictures[0].is_key:
        raise SceneError(f"{file}: the first picture of a loop must be a keyframe; render the scenes again")
    return Scene(number, profile, fps, width, height, kind, sets, pictures)


def parameter_sets(avcc: bytes) -> tuple[int, tuple[bytes, ...]]:
    """Bytes of a NAL length; first SPS and first PPS of an AVCDecoderConfigurationRecord.

    Layout: ISO/IEC 14496-15, 5.3.3.1. Raises SceneError when it is something else.
    """
    sps_end = 8 + int.from_bytes(avcc[6:8])
    pps_start = sps_end + 3
    pps_end = pps_start + int.from_bytes(avcc[sps_end + 1 : pps_start])
    sps, pps = avcc[8:sps_end], avcc[pps_start:pps_end]
    if avcc[:1] != b"\x01" or not sps or not pps or pps_end > len(avcc):
        raise SceneError("the file's parameter sets are not in MP4's form; render the scenes again")
    return (avcc[4] & 3) + 1, (sps, pps)


def h265_parameter_sets(hvcc: bytes) -> tuple[int, tuple[bytes, ...]]:
    """Bytes of a NAL length; VPS, SPS and PPS, the first of each, of an HEVCDecoderConfigurationRecord.

    Layout: ISO/IEC 14496-15, 8.3.3.1. Raises SceneError when it is something else.
    """
    found: dict[int, bytes] = {}
    rest = hvcc[_H265_ARRAYS:]
    arrays, rest = (rest[0], rest[1:]) if rest else (0, rest)
    for _ in range(arrays):
        kind, count, rest = rest[:1], int.from_bytes(rest[1:3]), rest[3:]
        for _ in range(count):
            end = 2 + int.from_bytes(rest[:2])
            if not kind or end > len(rest):
                break
            found.setdefault(kind[0] & 0x3F, rest[2:end])
            rest = rest[end:]
    sets = tuple(found.get(kind, b"") for kind in H265_PARAMETER_SETS)
    if not all(sets):
        raise SceneError("the file's parameter sets are not in MP4's form; render the scenes again")
    return (hvcc[21] & 3) + 1, sets


def split_nals(data: bytes, length_bytes: int) -> Iterator[bytes]:
    """The NAL units of one MP4 sample."""
    position = 0
    while position + length_bytes <= len(data):
        start = position + length_bytes
        position = start + int.from_bytes(data[position:start])
        yield data[start:position]


def _is_slice(nal: bytes, codec: Codec) -> bool:
    if codec is Codec.H265:
        return len(nal) > 2 and nal[0] >> 1 & 0x3F <= H265_LAST_SLICE
    return len(nal) > 1 and nal[0] & 0x1F in (NAL_SLICE, NAL_IDR)


def _pictures(
    packets: Iterator["Packet[av.VideoStream]"], length_bytes: int, codec: Codec
) -> Iterator[CodedPicture]:
    for packet in packets:
        if packet.size == 0:
            continue
        if packet.pts != packet.dts:
            raise SceneError("a scene has B-frames; a live camera's loop can't have any")
        nals = split_nals(bytes(packet), length_bytes)
        slices = tuple(nal for nal in nals if _is_slice(nal, codec))
        yield CodedPicture(slices, packet.is_keyframe)
