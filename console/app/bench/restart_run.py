"""``bench restart``: how soon core answers, and is ready, over a log of many inputs."""

import time
from contextlib import ExitStack
from pathlib import Path

from console.app.bench.core_alone import Beats, CoreAlone
from console.app.bench.made_log import make_log
from console.app.bench.progress import tell
from console.app.bench.wall_run import Figures
from console.app.ctl.session import bus
from console.domain.errors import SightlineError

READY_LIMIT_S = 1_800.0
TELL_EVERY_S = 2.0
CAMERAS = 128


def bench_restart(home: Path, inputs: int, *, checkpoint: bool) -> Figures:
    """Make such a log, start core over it, and watch it come."""
    folder = home / "core"
    folder.mkdir(mode=0o700)
    core = CoreAlone(folder, CAMERAS)
    began_s = told_s = time.monotonic()

    def made(count: int) -> None:
        nonlocal told_s
        if time.monotonic() - told_s > TELL_EVERY_S:
            told_s = time.monotonic()
            tell(f"{count} of {inputs} inputs are made")

    make_log(core.config, inputs, made)
    tell(f"{inputs} inputs made in {time.monotonic() - began_s:.0f} s")
    first = _watched(core)
    if not checkpoint:
        return first | {"inputs": inputs, "checkpoint": False}
    again = _watched(core)
    return again | {"inputs": inputs, "checkpoint": True, "without": first}


def _watched(core: CoreAlone) -> Figures:
    """Start core, wait until it is ready, stop it in order."""
    with ExitStack() as stack:
        beats = Beats(stack.enter_context(bus()), core.endpoints.supervisor)
        stack.callback(beats.close)
        beats.open()
        began_s = told_s = time.monotonic()
        core.start()
        stack.callback(core.stop)
        answered_s = progress_s = ready_s = None
        while ready_s is None:
            status = core.status(0.5)
            beats.take()
            now_s = time.monotonic() - began_s
            if now_s > READY_LIMIT_S:
                raise SightlineError(f"core was not ready within {READY_LIMIT_S:g} s")
            if status is None:
                continue
            answered_s = answered_s if answered_s is not None else now_s
            if status.get("state") == "starting":
                progress_s = progress_s if progress_s is not None else now_s
                if time.monotonic() - told_s > TELL_EVERY_S:
                    told_s = time.monotonic()
                    tell(status["problems"][0])
                time.sleep(0.05)
            else:
                ready_s = now_s
        beats.take()
        peak_mb = _peak_mb(core.pid)
        state = core.status(5.0) or {}
    return {
        "answers_s": _rounded(answered_s),
        "progress_s": _rounded(progress_s),
        "ready_s": _rounded(ready_s),
        "us_per_input": round(ready_s / max(1, state["log"]["n"]) * 1e6, 1) if progress_s else None,
        "longest_silence_s": round(beats.longest_silence_s, 2),
        "peak_mb": peak_mb,
        "incidents": state.get("incidents"),
        "set_aside": len(state["log"].get("set_aside", [])),
        "database_mb": round(core.database.stat().st_size / 1e6),
    }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 2)


def _peak_mb(pid: int) -> int:
    """The most memory that a process ever had resident (proc(5), VmHWM)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return 0
