"""RTSP 1.0 requests and responses as text, and the session description.

RFC 2326, RFC 4566, RFC 6184, RFC 7798.
"""

import base64
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.sim.rtp import CLOCK_HZ, PAYLOAD_TYPE
from console.sim.scene_files import Codec, Scene

MAX_REQUEST_BYTES = 16 * 1024
CONTROL = "trackID=1"
REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    453: "Not Enough Bandwidth",
    454: "Session Not Found",
    455: "Method Not Valid in This State",
    461: "Unsupported Transport",
    501: "Not Implemented",
    503: "Service Unavailable",
}


class MalformedRequest(ValueError):
    """The bytes are not an RTSP request; the connection can't go on."""


@dataclass(frozen=True, slots=True)
class RtspRequest:
    """One request. Header names are in lower case."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def cseq(self) -> str:
        """The request's number, to be repeated in the answer."""
        return self.headers.get("cseq", "0")

    @property
    def stream_path(self) -> str:
        """The URL's path without a slash at its end and without the track."""
        return urlsplit(self.url).path.removesuffix(CONTROL).rstrip("/")


@dataclass(frozen=True, slots=True)
class RtspResponse:
    """One answer, but for its CSeq."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def encode(self, cseq: str) -> bytes:
        """The answer to the request of that number."""
        lines = [f"RTSP/1.0 {self.status} {REASONS[self.status]}", f"CSeq: {cseq}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.body:
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode() + self.body


def take_request(received: bytearray) -> RtspRequest | None:
    """Take the next whole request out of ``received``; None when there is none yet.

    Interleaved packets that the client sends (receiver reports) are taken out and left unread.
    Raises MalformedRequest.
    """
    while received[:1] == b"$":
        if len(received) < 4 or len(received) < 4 + int.from_bytes(received[2:4]):
            return None
        del received[: 4 + int.from_bytes(received[2:4])]
    end = received.find(b"\r\n\r\n")
    if end < 0:
        if len(received) > MAX_REQUEST_BYTES:
            raise MalformedRequest("a request's head is too long")
        return None
    method, url, headers = _parse_head(bytes(received[:end]))
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or int(length) > MAX_REQUEST_BYTES:
        raise MalformedRequest("a request's body is too long or of unknown length")
    body_end = end + 4 + int(length)
    if len(received) < body_end:
        return None
    body = bytes(received[end + 4 : body_end])
    del received[:body_end]
    return RtspRequest(method, url, headers, body)


def _parse_head(head: bytes) -> tuple[str, str, dict[str, str]]:
    try:
        first, *rest = head.decode().lstrip("\r\n").split("\r\n")
        method, url, version = first.split(" ")
        pairs = [line.split(":", 1) for line in rest]
        headers = {name.strip().lower(): value.strip() for name, value in pairs}
        urlsplit(url)
    except ValueError as error:
        raise MalformedRequest("a request's head could not be read") from error
    if not version.startswith("RTSP/"):
        raise MalformedRequest("not an RTSP request")
    return method, url, headers


def describe(feed: FeedId, profile: Profile, scene: Scene) -> bytes:
    """The session description of one stream."""
    lines = [
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        f"s={feed} {profile}",
        "c=IN IP4 0.0.0.0",
        "t=0 0",
        "a=control:*",
        "a=range:npt=0-",
        f"m=video 0 RTP/AVP {PAYLOAD_TYPE}",
        *_format_lines(scene),
        f"a=framesize:{PAYLOAD_TYPE} {scene.width}-{scene.height}",
        f"a=framerate:{scene.fps:g}",
        f"a=control:{CONTROL}",
    ]
    return "\r\n".join([*lines, ""]).encode()


def _format_lines(scene: Scene) -> list[str]:
    sets = [base64.b64encode(part).decode() for part in scene.parameter_sets]
    if scene.codec is Codec.H265:
        names = ("sprop-vps", "sprop-sps", "sprop-pps")
        given = ";".join(f"{name}={one}" for name, one in zip(names, sets, strict=True))
        return [f"a=rtpmap:{PAYLOAD_TYPE} H265/{CLOCK_HZ}", f"a=fmtp:{PAYLOAD_TYPE} {given}"]
    level = scene.parameter_sets[0][1:4].hex().upper()
    given = f"packetization-mode=1;profile-level-id={level};sprop-parameter-sets={','.join(sets)}"
    return [f"a=rtpmap:{PAYLOAD_TYPE} H264/{CLOCK_HZ}", f"a=fmtp:{PAYLOAD_TYPE} {given}"]
