"""What a simulated camera answers to one client: the RTSP states, without the socket (RFC 2326)."""

import re
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from console.protocol.simulator_messages import Fault
from console.sim.digest import DigestCheck, Verdict
from console.sim.play import Play
from console.sim.rtsp_messages import CONTROL, RtspRequest, RtspResponse, describe
from console.sim.streams import MAX_SESSIONS, SimulatedStream

METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, SET_PARAMETER, TEARDOWN"
SESSION_TIMEOUT_S = 60
_INTERLEAVED = re.compile(r"(?:^|;)\s*interleaved=0-1(?:;|$)")


class RtspSession:
    """One connection's session: none, set up, or playing. A stream is held from SETUP to the end."""

    def __init__(self, streams: Mapping[str, SimulatedStream], check: DigestCheck) -> None:
        self._streams = streams
        self._check = check
        self._id = ""
        self.awaited: SimulatedStream | None = None
        self.stream: SimulatedStream | None = None
        self.play: Play | None = None

    def answer(self, request: RtspRequest, now_ns: int) -> RtspResponse | None:
        """The answer, after any change of state; None from a silent camera, and while ``awaited`` is set.

        Frames may be sent once it is out and ``play`` is set.
        """
        self.awaited = None
        stream = self._streams.get(request.stream_path)
        fault = Fault.NONE if stream is None else stream.fault
        if fault is Fault.SILENT:
            return None
        if fault is Fault.UNAUTHORISED:
            return self._challenge(now_ns)
        if request.method == "OPTIONS":
            return RtspResponse(200, {"Public": METHODS})
        if request.method not in METHODS.split(", "):
            return RtspResponse(501, {"Public": METHODS})
        verdict = self._check.judge(request, now_ns)
        if verdict is not Verdict.GOOD:
            return self._challenge(now_ns, stale=verdict is Verdict.STALE)
        if stream is None:
            return RtspResponse(404)
        if fault is Fault.REFUSE or stream.has_failed():
            return RtspResponse(503)
        if not stream.is_ready():
            self.awaited = stream
            return None
        return self._answer_for(stream, request, now_ns)

    def _challenge(self, now_ns: int, *, stale: bool = False) -> RtspResponse:
        return RtspResponse(401, {"WWW-Authenticate": self._check.challenge(now_ns, stale=stale)})

    def _answer_for(self, stream: SimulatedStream, request: RtspRequest, now_ns: int) -> RtspResponse:
        match request.method:
            case "DESCRIBE":
                return _description(stream, request)
            case "SETUP":
                return self._set_up(stream, request)
        named = request.headers.get("session", "").partition(";")[0].strip()
        if request.method in ("GET_PARAMETER", "SET_PARAMETER") and not named:
            return RtspResponse(200)
        if self.stream is not stream:
            return RtspResponse(455)
        if named != self._id:
            return RtspResponse(454)
        if request.method == "PLAY":
            return self._start_playing(stream, request, now_ns)
        if request.method == "TEARDOWN":
            self.end()
            return RtspResponse(200)
        return RtspResponse(200, {"Session": self._id})

    def _set_up(self, stream: SimulatedStream, request: RtspRequest) -> RtspResponse:
        if self.stream is not None:
            return RtspResponse(455)
        transport = request.headers.get("transport", "")
        if not transport.startswith("RTP/AVP/TCP") or not _INTERLEAVED.search(transport):
            return RtspResponse(461)
        if stream.session_count >= MAX_SESSIONS:
            return RtspResponse(453)
        stream.session_count += 1
        self.stream = stream
        self._id = secrets.token_hex(8)
        return RtspResponse(
            200,
            {
                "Transport": "RTP/AVP/TCP;unicast;interleaved=0-1",
                "Session": f"{self._id};timeout={SESSION_TIMEOUT_S}",
            },
        )

    def _start_playing(self, stream: SimulatedStream, request: RtspRequest, now_ns: int) -> RtspResponse:
        headers = {"Session": self._id, "Range": "npt=0-"}
        if self.play is None:
            self.play = Play(stream)
            seq, time = self.play.start_at(now_ns)
            url = urlsplit(request.url)
            track = f"{url.scheme}://{url.netloc}{stream.path}/{CONTROL}"
            headers["RTP-Info"] = f"url={track};seq={seq};rtptime={time}"
        return RtspResponse(200, headers)

    def end(self) -> None:
        """Let go of the stream: torn down, or the client is gone."""
        if self.stream is not None:
            self.stream.session_count -= 1
        self.stream = None
        self.play = None
        self._id = ""


def _description(stream: SimulatedStream, request: RtspRequest) -> RtspResponse:
    headers = {"Content-Type": "application/sdp", "Content-Base": request.url.rstrip("/") + "/"}
    return RtspResponse(200, headers, describe(stream.feed, stream.profile, stream.loop_now().scene))
