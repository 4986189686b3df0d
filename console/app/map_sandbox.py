"""Whether the desk's map (WebEngine, a browser) runs inside its sandbox; a site is not started without.

It shows what sensors and files say. A fault in it must not be able to reach cameras' passwords.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, MutableMapping

UNSAFE_FLAG = "--unsafe-map-without-sandbox"
DISABLING = "QTWEBENGINE_DISABLE_SANDBOX"
FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
UNSAFE_CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--single-process",
    "--disable-namespace-sandbox",
    "--disable-seccomp-filter-sandbox",
)
WITHOUT = (
    "its desk's map would run without Chromium's sandbox: a fault in it can reach all that this user may"
)

_TRIAL = """
import ctypes, os
CLONE_NEWUSER = 0x10000000
uid = os.getuid()
libc = ctypes.CDLL(None)
if libc.unshare(CLONE_NEWUSER):
    raise SystemExit(1)
open("/proc/self/setgroups", "w").write("deny")
open("/proc/self/uid_map", "w").write(f"{uid} {uid} 1")
"""
"""What Chromium does first (user_namespaces(7)); AppArmor lets it begin and refuses the map."""
TRIAL_LIMIT_S = 5.0


def why_unsandboxed(
    environment: Mapping[str, str], euid: int, can_make: Callable[[], bool] | None = None
) -> str:
    """In the administrator's words, and what to do; "" where it would run inside its sandbox."""
    if euid == 0:
        return "this runs as root, for whom Chromium makes no sandbox: start it as a user of its own"
    if environment.get(DISABLING, "0") not in ("", "0"):
        return f"{DISABLING} is set: unset it"
    flags = [one.split("=")[0] for one in environment.get(FLAGS, "").split()]
    if unsafe := [one for one in UNSAFE_CHROMIUM_FLAGS if one in flags]:
        return f"{FLAGS} has {' '.join(unsafe)}: leave it out"
    if not (can_make or can_make_namespace)():
        return (
            "this machine lets no program make one (user namespaces are off, or AppArmor restricts them): "
            "load packaging/kiosk/apparmor.d/sightline, or see docs/monitors.md"
        )
    return ""


def can_make_namespace() -> bool:
    """Whether this user may make a user namespace, tried in a process of its own."""
    try:
        tried = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _TRIAL],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TRIAL_LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return True  # that says nothing of the sandbox
    return tried.returncode == 0


def leave_out(environment: MutableMapping[str, str]) -> str:
    """As the one who starts it asked for, for all children; the words that say so."""
    environment[DISABLING] = "1"
    return "The desk's map runs without Chromium's sandbox, as asked for: a trial's, not a site's."


def trial_flags() -> list[str]:
    """For ``up`` of a bench or a test, which may run as root or in a container."""
    off = os.environ.get(DISABLING, "0") not in ("", "0")
    return [UNSAFE_FLAG] if off or os.geteuid() == 0 else []
