"""Runs the GStreamer RTSP server beside a test."""

import subprocess
from functools import cache
from pathlib import Path

PYTHON = Path("/usr/bin/python3")
SCRIPT = Path(__file__).with_name("rtsp_gstreamer.py")
PROBE = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer"


@cache
def is_available() -> bool:
    """Whether this machine has Debian's GStreamer RTSP server with its Python binding."""
    return PYTHON.exists() and not subprocess.run([PYTHON, "-c", PROBE], capture_output=True).returncode


class RtspServer:
    """Serves a clip on /0 to /paths-1 of loopback. ``port`` stays the same over a kill and a start.

    ``options`` are the script's.
    """

    def __init__(
        self,
        clip: Path,
        *,
        paths: int = 1,
        fps: int = 15,
        user: str = "",
        password: str = "",
        tls: Path | None = None,
        options: tuple[str, ...] = (),
    ) -> None:
        self._clip = clip
        self._paths = paths
        self._fps = fps
        self._user = user
        self._password = password
        self._tls = tls
        self._options = options
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    def url(self, path: int = 0) -> str:
        return f"{'rtsps' if self._tls else 'rtsp'}://127.0.0.1:{self.port}/{path}"

    def start(self) -> None:
        options = ["--paths", str(self._paths), "--fps", str(self._fps), "--port", str(self.port)]
        options += ["--user", self._user] if self._user else []
        options += ["--tls", str(self._tls)] if self._tls else []
        self._process = subprocess.Popen(
            [PYTHON, SCRIPT, self._clip, *options, *self._options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if self._user:
            self._process.stdin.write(self._password + "\n")
            self._process.stdin.flush()
        said = self._process.stdout.readline().split()
        assert said[:1] == ["port"], "the RTSP server did not start"
        self.port = int(said[1])

    def change(self, clip: Path, *options: str) -> None:
        """Serve another clip at the same address."""
        self.kill()
        self._clip, self._options = clip, options
        self.start()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
