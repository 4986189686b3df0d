"""Digest authentication of the simulated cameras: MD5 without qop, as most cameras ask for (RFC 2617)."""

import hashlib
import hmac
import re
import secrets
from enum import Enum

from console.sim.rtsp_messages import RtspRequest

REALM = "Simulated camera"
NONCE_LIFE_S = 300
_FIELD = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')


class Verdict(Enum):
    """What an Authorization header is worth."""

    GOOD = "good"
    WRONG = "wrong"
    STALE = "stale"


class DigestCheck:
    """Gives out nonces that carry their own time, and judges answers to them."""

    def __init__(self, username: str, password: str) -> None:
        self._username = username
        self._secret = secrets.token_bytes(16)
        self._ha1 = _md5(f"{username}:{REALM}:{password}")

    def challenge(self, now_ns: int, *, stale: bool = False) -> str:
        """A WWW-Authenticate header with a fresh nonce."""
        text = f'Digest realm="{REALM}", nonce="{self._nonce(now_ns // 1_000_000_000)}", algorithm=MD5'
        return text + (", stale=TRUE" if stale else "")

    def judge(self, request: RtspRequest, now_ns: int) -> Verdict:
        """Whether the request was made by someone who knows the password, with a nonce still young."""
        scheme, _, rest = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "digest":
            return Verdict.WRONG
        fields = {name.lower(): quoted or plain for name, quoted, plain in _FIELD.findall(rest)}
        nonce, uri = fields.get("nonce", ""), fields.get("uri", "")
        expected = _md5(f"{self._ha1}:{nonce}:{_md5(f'{request.method}:{uri}')}")
        genuine = (
            hmac.compare_digest(fields.get("response", "").encode(), expected.encode())
            and fields.get("username") == self._username
            and uri == request.url
        )
        if not genuine:
            return Verdict.WRONG
        return Verdict.GOOD if self._is_young(nonce, now_ns) else Verdict.STALE

    def _nonce(self, at_s: int) -> str:
        mark = hmac.new(self._secret, str(at_s).encode(), "sha256").hexdigest()[:24]
        return f"{at_s:x}-{mark}"

    def _is_young(self, nonce: str, now_ns: int) -> bool:
        try:
            at_s = int(nonce.partition("-")[0][:16], 16)
        except ValueError:
            return False
        ours = hmac.compare_digest(nonce.encode(), self._nonce(at_s).encode())
        return ours and 0 <= now_ns // 1_000_000_000 - at_s <= NONCE_LIFE_S


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
