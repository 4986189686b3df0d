"""The runtime folder of one running site, its lock, and the folder of frame files."""

import fcntl
import os
import shutil
from pathlib import Path

import msgspec

from console.domain.errors import SightlineError
from console.protocol.endpoints import IPC_PATH_LIMIT, Endpoints

SHARED_MEMORY = Path("/dev/shm")
LONGEST_SOCKET_NAME = len("display-") + 32


class RunFile(msgspec.Struct, frozen=True):
    """``run.json``: how other programs find the running site."""

    site: str
    pid: int
    boot: str
    core_commands: str
    core_changes: str
    alerts: str
    frames_dir: str
    log_dir: str


class RuntimeFolder:
    """Holds the lock from ``open`` to ``close``; frame files that an earlier life left are removed."""

    def __init__(self, path: Path, site: str, shared_memory: Path = SHARED_MEMORY) -> None:
        self.path = path
        self.frames_dir = shared_memory / f"sightline-{os.getuid()}-{site}" / "frames"
        self._site = site
        self._lock: int | None = None

    def open(self) -> None:
        """Make the folders. Raises SightlineError when another supervisor runs this site."""
        if len(f"{self.path}/") + LONGEST_SOCKET_NAME > IPC_PATH_LIMIT:
            raise SightlineError(f"the runtime folder's name is too long for sockets: {self.path}")
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.chmod(0o700)
        self._take_lock()
        shutil.rmtree(self.frames_dir, ignore_errors=True)
        self.frames_dir.mkdir(parents=True, mode=0o700)
        self.frames_dir.parent.chmod(0o700)

    def _take_lock(self) -> None:
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise SightlineError(
                f"site {self._site!r} runs already (lock {self.path}/lock); stop it with: sightline ctl stop"
            ) from None
        self._lock = descriptor

    def write_run_file(self, boot: str, log_dir: Path, alerts_endpoint: str) -> None:
        """Say where everything is."""
        endpoints = Endpoints(self.path)
        content = RunFile(
            site=self._site,
            pid=os.getpid(),
            boot=boot,
            core_commands=endpoints.core_commands,
            core_changes=endpoints.core_changes,
            alerts=alerts_endpoint,
            frames_dir=str(self.frames_dir),
            log_dir=str(log_dir),
        )
        temporary = self.path / "run.json.new"
        temporary.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=2))
        temporary.replace(self.path / "run.json")

    def close(self) -> None:
        """Remove what only a running site has, and let go of the lock."""
        shutil.rmtree(self.frames_dir.parent, ignore_errors=True)
        (self.path / "run.json").unlink(missing_ok=True)
        for socket in self.path.iterdir():
            if socket.is_socket():
                socket.unlink(missing_ok=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
