"""What has to be there before a site is started: looked at at once, and said with what to do."""

import os
import shutil
import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from console.app.display_probe import missing_display
from console.app.map_sandbox import UNSAFE_FLAG, WITHOUT, why_unsandboxed
from console.app.runtime_folder import SHARED_MEMORY
from console.app.site import Site
from console.domain.errors import SightlineError
from console.domain.monitor import Geometry
from console.protocol.frame_file import FRAME_FILE_BYTES

BYTES_PER_PIXEL = 4
BUFFERS = 3
COMMON_MONITOR = Geometry(0, 0, 1920, 1080)
"""Where the site file names no geometry."""


def check_machine(
    site: Site,
    environment: Mapping[str, str],
    shared_memory: Path = SHARED_MEMORY,
    *,
    needs_sandbox: bool = False,
) -> None:
    """Raises SightlineError that names everything that is in the way of this site.

    ``needs_sandbox``: its desk's map, too, has to run inside Chromium's.
    """
    found = [
        *_taken_ports(site),
        *_data_folder(site.data_dir),
        *_too_little_memory(site, shared_memory),
    ]
    if site.has_windows and (missing := missing_display(environment)):
        found.append(missing)
    if needs_sandbox and site.desk and (why := why_unsandboxed(environment, os.geteuid())):
        found.append(f"{WITHOUT}. {why}; for a trial: sightline up SITE.toml {UNSAFE_FLAG}")
    if found:
        raise SightlineError("\n".join(f"{site.name} can't be started: {problem}" for problem in found))


def _taken_ports(site: Site) -> list[str]:
    endpoints = {
        "alerts": site.alerts_endpoint,
        "alerts_simple": site.simple_alerts_endpoint,
        "commands": site.commands_endpoint,
        "changes": site.changes_endpoint,
    }
    return [problem for name, endpoint in endpoints.items() if (problem := _taken(name, endpoint))]


def _taken(name: str, endpoint: str) -> str:
    parts = urlsplit(endpoint)
    if parts.scheme != "tcp" or not parts.port:
        return ""
    host = (parts.hostname or "").replace("*", "0.0.0.0")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind((host, parts.port))
            one.listen(1)
    except OSError as error:
        return (
            f"its port {endpoint} can't be used ({error.strerror or error}): stop the program that has it, "
            f'or name another with {name} = "tcp://…" under [endpoints] in the site file'
        )
    return ""


def _data_folder(folder: Path) -> list[str]:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        trial = folder / f".trial-{os.getpid()}"
        trial.write_bytes(b"x")
        trial.unlink()
    except OSError as error:
        return [
            f"its data folder {folder} can't be written ({error.strerror}): free space or mend its rights, "
            "or name another as data_dir in the site file"
        ]
    return []


def needed_bytes(site: Site) -> int:
    """What its pictures take in shared memory: a file for each worker, and every monitor's pixels."""
    shown = [monitor.geometry or COMMON_MONITOR for monitor in site.monitors]
    pixels = sum(place.width * place.height for place in shown)
    return site.workers * FRAME_FILE_BYTES + pixels * BYTES_PER_PIXEL * BUFFERS


def _too_little_memory(site: Site, shared_memory: Path) -> list[str]:
    free, needed = shutil.disk_usage(shared_memory).free, needed_bytes(site)
    if free >= needed:
        return []
    return [
        f"{shared_memory} has {free / 1e6:.0f} MB free and its pictures need {needed / 1e6:.0f} MB: mount it "
        "larger (in a container: --shm-size), or remove what fills it"
    ]
