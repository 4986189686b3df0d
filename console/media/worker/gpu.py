"""A graphics card that decodes, where there is one. NVIDIA's is the only one that PyAV's wheel can drive.

It takes main streams alone: a decoded picture must be fetched back under the interpreter's lock, which for a
small stream costs more than decoding it here. The card's own decoders scale each picture on the card first:
1.2 CPU ms for a 1080p picture shown at 480x270, where fetching the whole one takes 1.9, at four times the
pictures a second (measured on an H100, one process, 8 streams; a processor alone: 8.1 ms).
"""

import logging
from collections.abc import Mapping

import av
from av.codec.hwaccel import HWAccel
from av.video.codeccontext import VideoCodecContext

log = logging.getLogger("sightline.media")

DEVICE = "cuda"
SHARED_CONTEXT = {"primary_ctx": "1"}
"""All decoders of the process in one context: each of its own would take some 400 MB of the card's memory."""
PROBED_CODEC = "h264"

RESIZING: Mapping[str, str] = {"h264": "h264_cuvid", "hevc": "hevc_cuvid"}
"""FFmpeg's names of the card's own decoders (cuviddec.c, option ``resize``). They want start codes before the
NAL units and no avcC: what comes by RTSP is so already."""

HEIGHTS = (180, 270, 360, 540, 720, 1080, 1440, 2160)
"""Pictures come in these: a tile that grows by a little needs no other decoder."""


class Card:
    """Makes decoders on the card. ``resizes``: by its own decoders, for the codecs that have one."""

    def __init__(self, *, resizes: bool) -> None:
        self._resizes = resizes

    def resizes(self, codec: str) -> bool:
        """Whether this codec's pictures come in the size that is wanted."""
        return self._resizes and codec in RESIZING

    def context(self, codec: str, size: tuple[int, int]) -> VideoCodecContext:
        """A context that decodes on the card, once it is opened. Raises av.FFmpegError, ValueError."""
        if not self.resizes(codec):
            accelerated = av.CodecContext.create(codec, "r", hwaccel=gpu_decoding())
            assert isinstance(accelerated, VideoCodecContext)
            return accelerated
        context = av.CodecContext.create(RESIZING[codec], "r")
        assert isinstance(context, VideoCodecContext)
        if min(size):
            context.options = {"resize": f"{size[0]}x{size[1]}"}
        return context


def gpu_decoding() -> HWAccel:
    """What a codec context is made with to decode on the card; nothing is opened yet."""
    return HWAccel(DEVICE, allow_software_fallback=True, options=dict(SHARED_CONTEXT))


def size_for(width: int, height: int, shown_height: int) -> tuple[int, int]:
    """In which size a source's pictures come that are shown so high: the next of HEIGHTS, or their own."""
    wanted = next((one for one in HEIGHTS if one >= shown_height), height)
    if not shown_height or wanted >= height or not height:
        return width, height
    return round(width * wanted / height / 2) * 2, wanted


def find_gpu(*, resizes: bool = True) -> Card | None:
    """The card, found by making a decoder on it; None where that can't be done."""
    try:
        context = av.CodecContext.create(PROBED_CODEC, "r", hwaccel=gpu_decoding())
    except (av.FFmpegError, NotImplementedError) as error:  # the latter: FFmpeg was built without CUDA
        log.info("no graphics card decodes here (%s); the processor does", error)
        return None
    if not context.is_hwaccel:
        return None
    has_own = all(name in av.codecs_available for name in RESIZING.values())
    log.info("a graphics card decodes main streams%s", " and scales them" if resizes and has_own else "")
    return Card(resizes=resizes and has_own)
