"""A bare RTSP client on a socket, for answers that no well-behaved player would provoke."""

import hashlib
import re
import socket

from console.sim.rtsp_messages import CONTROL

INTERLEAVED = {"Transport": "RTP/AVP/TCP;unicast;interleaved=0-1"}


class RtspClient:
    """Sends requests with digest authentication; reads answers, skipping interleaved packets."""

    def __init__(self, port: int, username: str, password: str, receive_buffer: int = 0) -> None:
        self._socket = socket.socket()
        if receive_buffer:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self._socket.settimeout(5)
        self._socket.connect(("127.0.0.1", port))
        self._port, self._username, self._password = port, username, password
        self._nonce, self._realm, self.session = "", "", ""

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
        """Ask; on 401 once more with the given nonce. Returns status and head of the answer."""
        status, head = self.ask_once(method, path, headers)
        challenge = re.search(r'realm="([^"]*)", nonce="([^"]*)"', head)
        if status == 401 and challenge:
            self._realm, self._nonce = challenge[1], challenge[2]
            status, head = self.ask_once(method, path, headers)
        found = re.search(r"Session: (\w+)", head)
        if found:
            self.session = found[1]
        return status, head

    def ask_once(self, method: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
        url = f"rtsp://127.0.0.1:{self._port}{path}"
        lines = [f"{method} {url} RTSP/1.0", "CSeq: 7"]
        if self._nonce:
            lines.append(f"Authorization: {self._authorization(method, url)}")
        if self.session:
            lines.append(f"Session: {self.session}")
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        return self._answer()

    def play(self, path: str) -> int:
        """SETUP and PLAY; the first status that is not 200, else 200."""
        status, _ = self.ask("SETUP", f"{path}/{CONTROL}", INTERLEAVED)
        return status if status != 200 else self.ask("PLAY", path)[0]

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def packet(self) -> tuple[int, bytes]:
        """The next interleaved packet: channel and content."""
        head = self._exactly(4)
        assert head[:1] == b"$"
        return head[1], self._exactly(int.from_bytes(head[2:4]))

    def is_closed_by_server(self) -> bool:
        """Read on until the server's end; raises TimeoutError when it does not close."""
        try:
            while self._socket.recv(65536):
                pass
        except ConnectionResetError:
            return True
        return True

    def close(self) -> None:
        self._socket.close()

    def _answer(self) -> tuple[int, str]:
        while True:
            first = self._exactly(1)
            if first == b"$":
                self._exactly(int.from_bytes(self._exactly(3)[1:]))
                continue
            head = first
            while not head.endswith(b"\r\n\r\n"):
                head += self._exactly(1)
            text = head.decode()
            length = re.search(r"Content-Length: (\d+)", text)
            if length:
                self._exactly(int(length[1]))
            assert "CSeq: 7" in text or " 400 " in text
            return int(text.split(" ", 2)[1]), text

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            part = self._socket.recv(count - len(data))
            if not part:
                raise ConnectionError("the server closed the connection")
            data += part
        return data

    def _authorization(self, method: str, url: str) -> str:
        ha1 = _md5(f"{self._username}:{self._realm}:{self._password}")
        response = _md5(f"{ha1}:{self._nonce}:{_md5(f'{method}:{url}')}")
        return (
            f'Digest username="{self._username}", realm="{self._realm}", nonce="{self._nonce}", '
            f'uri="{url}", response="{response}"'
        )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
