"""Tells a wrong password from a kind of authentication that FFmpeg doesn't know, by asking the camera itself.

FFmpeg reports both as 401. The question carries no credentials, so it counts as no failed login.
"""

import re
import socket
import ssl
from urllib.parse import SplitResult, urlsplit

from console.domain.picture import LostCause
from console.media.worker.rtsp_source import LostReason
from console.protocol.process_config import StreamSource

ASK_S = 3.0
MOST_BYTES = 16 * 1024
DEFAULT_PORTS = {"rtsp": 554, "rtsps": 322}
KNOWN_ALGORITHMS = ("", "md5", "md5-sess")
"""libavformat/httpauth.c."""

_CHALLENGE = re.compile(rb"^www-authenticate:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
_ALGORITHM = re.compile(r"algorithm\s*=\s*\"?([^\s\",]+)", re.IGNORECASE)


def explained(source: StreamSource, reason: LostReason) -> LostReason:
    """The same reason, or a better one where a refusal is not the password's fault."""
    if reason.cause is not LostCause.UNAUTHORISED:
        return reason
    if not source.username:
        return LostReason(reason.cause, "the camera asks for a user and a password; the site has none for it")
    try:
        lacking = unsupported(ask_challenges(source.url))
    except OSError:
        return reason  # it doesn't answer now; the next refusal asks again
    return (
        LostReason(LostCause.UNSUPPORTED_AUTHENTICATION, f"the camera wants {lacking}") if lacking else reason
    )


def unsupported(challenges: list[str]) -> str:
    """What the camera wants and FFmpeg doesn't know; "" if FFmpeg knows it.

    As FFmpeg chooses: digest before basic, and of several digests the last.
    """
    digests = [challenge for challenge in challenges if challenge.lower().startswith("digest")]
    if digests:
        found = _ALGORITHM.search(digests[-1])
        algorithm = found.group(1) if found else ""
        return "" if algorithm.lower() in KNOWN_ALGORITHMS else f"Digest {algorithm[:16]}"
    schemes = [challenge.split()[0] for challenge in challenges if challenge.split()]
    if not schemes or "basic" in (scheme.lower() for scheme in schemes):
        return ""
    return schemes[-1][:16]


def ask_challenges(url: str, timeout_s: float = ASK_S) -> list[str]:
    """The camera's WWW-Authenticate headers. Raises OSError when it can't be asked."""
    parts = urlsplit(url)
    request = f"DESCRIBE {url} RTSP/1.0\r\nCSeq: 1\r\nAccept: application/sdp\r\n\r\n"
    with _connect(parts, timeout_s) as connection:
        connection.sendall(request.encode())
        answer = b""
        while b"\r\n\r\n" not in answer and len(answer) < MOST_BYTES:
            received = connection.recv(4096)
            if not received:
                break
            answer += received
    head = answer.partition(b"\r\n\r\n")[0]
    return [challenge.decode("latin-1") for challenge in _CHALLENGE.findall(head)]


def _connect(parts: SplitResult, timeout_s: float) -> socket.socket:
    address = (parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 554))
    connection = socket.create_connection(address, timeout_s)
    if parts.scheme != "rtsps":
        return connection
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # as FFmpeg does here: cameras sign their own certificates
    try:
        return context.wrap_socket(connection, server_hostname=parts.hostname)
    except OSError:
        connection.close()
        raise
