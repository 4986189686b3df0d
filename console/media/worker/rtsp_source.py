"""Opening one RTSP stream by FFmpeg, and what its errors mean to an operator.

Credentials are joined into the URL here, for the one call that needs them. FFmpeg's exceptions carry that
URL: they never leave this module, only what ``why`` makes of them.
"""

import errno
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, urlsplit, urlunsplit

import av
import av.error
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from console.domain.picture import LostCause
from console.protocol.process_config import StreamSource

SOCKET_TIMEOUT_S = 5
UDP_BUFFER_BYTES = 4 * 1024 * 1024
"""A keyframe of 4K comes as one burst of 1 MB; the kernel gives what net.core.rmem_max allows of it."""

TCP_QUEUE_PACKETS = 2
"""The shortest queue with which FFmpeg compares sequence numbers (rtpdec.c, rtp_parse_one_packet)."""

PROBE_BYTES = 64 * 1024
PROBE_US = 200_000
"""Default probing takes 1.9 s for a live source; with these, 300 sources are live within 4 s."""

_CAUSES: tuple[tuple[type[Exception], LostCause], ...] = (
    (av.error.HTTPUnauthorizedError, LostCause.UNAUTHORISED),
    (av.error.HTTPForbiddenError, LostCause.UNAUTHORISED),
    (av.error.HTTPNotFoundError, LostCause.NOT_FOUND),
    (av.error.HTTPBadRequestError, LostCause.REFUSED),
    (av.error.HTTPOtherClientError, LostCause.REFUSED),
    (av.error.HTTPServerError, LostCause.REFUSED),
    (av.error.DecoderNotFoundError, LostCause.UNSUPPORTED_CODEC),
    (av.error.EOFError, LostCause.ENDED),
)
_STATUS_CAUSES: dict[int, LostCause] = {
    453: LostCause.SESSION_LIMIT,  # Not Enough Bandwidth: how cameras say that all their sessions are taken
    461: LostCause.UNSUPPORTED_TRANSPORT,
}
"""Of RTSP statuses that FFmpeg's errors don't tell apart (RFC 2326, 11.3)."""

_ERRNO_CAUSES: dict[int, LostCause] = {
    errno.ECONNREFUSED: LostCause.REFUSED,
    errno.EACCES: LostCause.REFUSED,
    errno.EHOSTUNREACH: LostCause.NO_ROUTE,
    errno.ENETUNREACH: LostCause.NO_ROUTE,
    errno.EHOSTDOWN: LostCause.NO_ROUTE,
    errno.EIO: LostCause.NO_ROUTE,  # FFmpeg's word for a host name that can't be resolved
    errno.EADDRNOTAVAIL: LostCause.NO_ROUTE,
    errno.ETIMEDOUT: LostCause.SILENT,
    errno.EAGAIN: LostCause.SILENT,
    errno.ECONNRESET: LostCause.ENDED,
    errno.EPIPE: LostCause.ENDED,
    errno.ECONNABORTED: LostCause.ENDED,
}


VideoPacket: TypeAlias = "av.Packet[VideoStream]"


@dataclass(frozen=True, slots=True)
class StreamFormat:
    """What a decoder is made from, apart from the container, which may be closed by then.

    ``aspect``: the pictures' shape by the site file ("16:9"), "" for the stream's own.
    """

    codec: str
    extradata: bytes | None
    width: int
    height: int
    aspect: str = ""


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection of a stream; ``number`` counts 1, 2, 3."""

    number: int
    form: StreamFormat


@dataclass(frozen=True, slots=True)
class LostReason:
    """Why a session ended; ``detail`` is for the log and free of credentials.

    ``since_ms``: of a replay since when the camera was lost, epoch milliseconds as people were shown them; 0
    where the log does not say, and live.
    """

    cause: LostCause
    detail: str
    since_ms: int = 0


def url_with_credentials(source: StreamSource) -> str:
    """The URL as FFmpeg wants it. Never to be kept, logged or shown."""
    if not source.username:
        return source.url
    parts = urlsplit(source.url)
    user = quote(source.username, safe="")
    password = quote(source.password, safe="")
    return urlunsplit(parts._replace(netloc=f"{user}:{password}@{parts.netloc}"))


def open_source(source: StreamSource, *, in_order: bool = True) -> InputContainer:
    """Open the stream's session. Only the thread that opened the container may read and close it.

    ``in_order``: by TCP, too, FFmpeg looks whether packets are missing, as cameras leave some out when their
    link is full; what comes with a number behind the last one's is dropped.

    Raises av.FFmpegError, whose text holds the URL with its password: hand it to ``why`` and drop it.
    WORKAROUND: the time limit is FFmpeg's option, not PyAV's argument ``timeout``, which takes the GIL on
    every read (https://github.com/PyAV-Org/PyAV/issues/1112); and no ``fflags=nobuffer``, which throws away
    the packets of probing and with them the first keyframe (libavformat/demux.c).
    ``metadata_errors``: cameras name themselves in Latin-1 (``s=Caf\xe9``), which PyAV reads as UTF-8.
    """
    options = {
        "buffer_size": str(UDP_BUFFER_BYTES),
        "rtsp_transport": source.transport,
        "timeout": str(SOCKET_TIMEOUT_S * 1_000_000),
        "allowed_media_types": "video",
        "probesize": str(PROBE_BYTES),
        "analyzeduration": str(PROBE_US),
        "fpsprobesize": "0",
        **({"reorder_queue_size": str(TCP_QUEUE_PACKETS)} if in_order and source.transport == "tcp" else {}),
        **source.options,
    }
    return av.open(url_with_credentials(source), options=options, metadata_errors="replace")


def format_of(stream: VideoStream, aspect: str = "") -> StreamFormat | None:
    """What its decoder needs; None where FFmpeg has no decoder for it."""
    codec: VideoCodecContext | None = getattr(stream, "codec_context", None)  # PyAV's stubs deny the None
    if codec is None:
        return None
    return StreamFormat(codec.codec.name, codec.extradata, codec.width, codec.height, aspect)


def timeout_ns(source: StreamSource) -> int:
    """After how much silence FFmpeg gives this stream up."""
    return int(source.options.get("timeout", SOCKET_TIMEOUT_S * 1_000_000)) * 1000


def has_timed_out(source: StreamSource, silent_ns: int) -> bool:
    """Whether a read that took so long may have ended by FFmpeg's time-out."""
    return silent_ns >= timeout_ns(source) * 0.9


def after_silence(reason: LostReason, source: StreamSource, silent_ns: int) -> LostReason:
    """The same reason, or SILENT where FFmpeg found no better word for its time-out.

    WORKAROUND: a camera that accepts and answers nothing ends in "Invalid data" (measured, FFmpeg 8.1), as
    rubbish does, but only after the time-out.
    """
    if reason.cause is LostCause.OTHER and has_timed_out(source, silent_ns):
        reason = LostReason(LostCause.SILENT, "no answer in time")
    if reason.cause is LostCause.SILENT and source.transport == "udp":
        return LostReason(reason.cause, f"{reason.detail}; nothing comes by UDP: perhaps TCP gets through")
    return reason


def after_refusal(reason: LostReason, source: StreamSource, status: int) -> LostReason:
    """The same reason, or what the RTSP status with which the camera refused says better; 0 of none."""
    if not status or reason.cause in (LostCause.UNAUTHORISED, LostCause.NOT_FOUND):
        return reason
    cause = _STATUS_CAUSES.get(status, LostCause.REFUSED)
    if cause is LostCause.UNSUPPORTED_TRANSPORT:
        other = "tcp" if source.transport == "udp" else "udp"
        return LostReason(cause, f'the camera knows no {source.transport}: try transport = "{other}"')
    return LostReason(cause, f"the camera answers RTSP {status}")


def why(error: av.FFmpegError) -> LostReason:
    """The operator's word for an FFmpeg error, with its text but without the URL."""
    for kind, cause in _CAUSES:
        if isinstance(error, kind):
            return LostReason(cause, str(error.strerror))
    if isinstance(error, av.error.InvalidDataError):
        return LostReason(LostCause.OTHER, "what it answers is no RTSP stream")
    cause = _ERRNO_CAUSES.get(error.errno or 0, LostCause.OTHER)
    return LostReason(cause, str(error.strerror))
