"""Where processes of one site meet: socket files in its runtime folder, TCP only where the site says."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

DEFAULT_ALERTS_PORT = 7741
DEFAULT_SIMPLE_ALERTS_PORT = 7742
DEFAULT_COMMANDS_PORT = 7743
DEFAULT_CHANGES_PORT = 7744
IPC_PATH_LIMIT = 107
"""Longest ipc name: sockaddr_un's sun_path less its closing zero."""


def runtime_root() -> Path:
    """The folder that holds one runtime folder for each running site of this user."""
    base = os.environ.get("XDG_RUNTIME_DIR")
    if base and os.access(base, os.W_OK):
        return Path(base) / "sightline"
    return Path(tempfile.gettempdir()) / f"sightline-{os.getuid()}"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The ZeroMQ addresses of one site's processes, all inside ``run_dir``."""

    run_dir: Path

    def _ipc(self, name: str) -> str:
        return f"ipc://{self.run_dir}/{name}"

    @property
    def core_commands(self) -> str:
        """Core's ROUTER: JSON requests in, replies out."""
        return self._ipc("core.cmd")

    @property
    def core_changes(self) -> str:
        """Core's XPUB of numbered changes."""
        return self._ipc("core.pub")

    @property
    def engine_commands(self) -> str:
        """The engine's ROUTER: demands in, replies out."""
        return self._ipc("engine.cmd")

    @property
    def engine_changes(self) -> str:
        """The engine's XPUB of numbered changes."""
        return self._ipc("engine.pub")

    @property
    def supervisor(self) -> str:
        """The supervisor's ROUTER: heartbeats of its children, questions of ``sightline ctl``."""
        return self._ipc("sup.cmd")

    @property
    def simulator(self) -> str:
        """The simulated cameras' ROUTER: faults on command."""
        return self._ipc("sim.cmd")

    @property
    def wall_map(self) -> str:
        """The wall's map process: which maps displays want."""
        return self._ipc("map")

    def worker(self, name: str) -> str:
        """A media worker's ROUTER, such as ``worker-0``: plans in, reports out."""
        return self._ipc(name)

    def window(self, name: str) -> str:
        """A display's or the desk's ROUTER, such as ``display-wall-1``: screenshots, stats."""
        return self._ipc(name)
