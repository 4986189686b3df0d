"""A graphics card that decodes, where there is one.

It takes main streams alone: a decoded picture must be fetched back under the interpreter's lock, which for a
small stream costs more than decoding it here. NVIDIA's is the only card that PyAV's wheel can drive.
"""

import logging

import av
from av.codec.hwaccel import HWAccel

log = logging.getLogger("sightline.media")

DEVICE = "cuda"
SHARED_CONTEXT = {"primary_ctx": "1"}
"""All decoders of the process in one context: each of its own would take some 400 MB of the card's memory."""
PROBED_CODEC = "h264"


def gpu_decoding() -> HWAccel:
    """What a codec context is made with to decode on the card; nothing is opened yet."""
    return HWAccel(DEVICE, allow_software_fallback=True, options=dict(SHARED_CONTEXT))


def find_gpu() -> HWAccel | None:
    """The card, found by making a decoder on it; None where that can't be done."""
    gpu = gpu_decoding()
    try:
        context = av.CodecContext.create(PROBED_CODEC, "r", hwaccel=gpu)
    except (av.FFmpegError, NotImplementedError) as error:  # the latter: FFmpeg was built without CUDA
        log.info("no graphics card decodes here (%s); the processor does", error)
        return None
    if not context.is_hwaccel:
        return None
    log.info("a graphics card decodes main streams")
    return gpu
