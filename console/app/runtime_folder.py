"""The runtime folder of one running site, its lock, and the folder of frame files."""

import contextlib
import os
import shutil
import time
from pathlib import Path

import msgspec

from console.app.site_lock import Holder, SiteLock
from console.domain.errors import SightlineError
from console.protocol.endpoints import IPC_PATH_LIMIT, Endpoints

SHARED_MEMORY = Path("/dev/shm")
LONGEST_SOCKET_NAME = len("display-") + 32


REPLAY_SUFFIX = "-replay"
"""Of a replay's site, after the name of the one that was recorded."""

RUN_LINK = "run"
LOOKS, LOOK_S = 100, 0.01
"""So often and at such a distance it is looked whether what a dead site left is cleared."""


def frames_home(site: str, shared_memory: Path = SHARED_MEMORY) -> Path:
    """Where this user's site of that name has its frames; a link in it leads to the runtime folder."""
    return shared_memory / f"sightline-{os.getuid()}-{site}"


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
    """Holds the site's locks from ``open`` to ``close``; frame files that an earlier life left are removed.

    One site, one owner, whatever the environment: its data folder is locked, and the place of its frames,
    which a link leads back from, so that it is found from everywhere.
    """

    def __init__(self, path: Path, site: str, data_dir: Path, shared_memory: Path = SHARED_MEMORY) -> None:
        self.path = path
        self.frames_dir = frames_home(site, shared_memory) / "frames"
        self._site = site
        self._data_dir = data_dir
        self._locks: list[SiteLock] = []

    def open(self) -> None:
        """Make the folders. Raises SightlineError when another supervisor runs this site."""
        try:
            for folder in (self._data_dir, self.frames_dir.parent, self.path):
                if folder == self.path:
                    self._check_length()
                self._take_lock(folder)
        except BaseException:  # Ctrl+C too: no lock stays taken
            self._release()
            raise
        self.path.chmod(0o700)
        shutil.rmtree(self.frames_dir, ignore_errors=True)
        self.frames_dir.mkdir(mode=0o700)
        self.frames_dir.parent.chmod(0o700)
        link = self.frames_dir.parent / RUN_LINK
        link.unlink(missing_ok=True)
        link.symlink_to(self.path)

    def _check_length(self) -> None:
        """In bytes: a name of other letters than ASCII has more of them."""
        too_long = len(os.fsencode(f"{self.path}/")) + LONGEST_SOCKET_NAME - IPC_PATH_LIMIT
        if too_long > 0:
            raise SightlineError(
                f"the runtime folder's name is {too_long} bytes too long for sockets: {self.path}; set "
                "XDG_RUNTIME_DIR to a shorter folder"
            )

    def _take_lock(self, folder: Path) -> None:
        """Make the folder and lock it; what a dead site left there may be cleared by somebody meanwhile."""
        lock = SiteLock(folder)
        for _ in range(LOOKS):
            holder = self._other_holder(lock)
            if holder is None or not holder.is_passing:
                break
            time.sleep(LOOK_S)
        if holder is not None:
            raise SightlineError(self._runs_already(holder, lock.file))
        self._locks.append(lock)

    def _other_holder(self, lock: SiteLock) -> Holder | None:
        lock.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return lock.take(Holder(os.getpid(), str(self.path)))
        except FileNotFoundError:
            return Holder()

    def _runs_already(self, holder: Holder, lock: Path) -> str:
        rule = "; of one site one replay runs at a time" if self._site.endswith(REPLAY_SUFFIX) else ""
        return (
            f"site {self._site!r} runs already (process {holder.pid}, lock {lock}){rule}; stop it with: "
            f"sightline ctl --run {holder.run_dir or self.path} stop"
        )

    def _release(self) -> None:
        for lock in self._locks:
            lock.release()
        self._locks.clear()

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
        """Remove what only a running site has, and let go of the locks."""
        if not self._locks:
            return
        shutil.rmtree(self.frames_dir.parent, ignore_errors=True)
        (self.path / "run.json").unlink(missing_ok=True)
        for socket in self.path.iterdir():
            if socket.is_socket():
                socket.unlink(missing_ok=True)
        (self.path / "lock").unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # somebody put something of their own there
            self.path.rmdir()
        self._release()
