"""A virtual X display (Xvfb) with a window manager (openbox), for machines without a screen."""

import ctypes
import os
import select
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType

from console.app.child import PR_SET_PDEATHSIG
from console.domain.errors import SightlineError

START_LIMIT_S = 15.0

_libc = ctypes.CDLL(None)


def _end_with_parent() -> None:
    """In the new process: a supervisor that is killed leaves no display behind. SIGTERM has it clean up."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class VirtualDisplay:
    """As a context manager: DISPLAY is set inside, the processes are gone after it."""

    def __init__(self, width: int = 3840, height: int = 2160) -> None:
        self._size = f"{width}x{height}x24"
        self._server: subprocess.Popen[bytes] | None = None
        self._manager: subprocess.Popen[bytes] | None = None
        self._before = os.environ.get("DISPLAY")
        self.name = ""

    def __enter__(self) -> "VirtualDisplay":
        """Start; the X server itself chooses a free number and tells it once it is ready."""
        for program in ("Xvfb", "openbox"):
            if shutil.which(program) is None:
                raise SightlineError(
                    f"{program} is not installed; install it with: apt-get install xvfb openbox"
                )
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", self._size, "-nolisten", "tcp", "-noreset"],
            pass_fds=(writing,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise SightlineError("the virtual display (Xvfb) did not start; is /tmp/.X11-unix writable?")
        self.name = os.environ["DISPLAY"] = f":{number}"
        try:
            self._start_manager()
        except SightlineError:
            self.__exit__(None, None, None)
            raise
        return self

    def _start_manager(self) -> None:
        """And wait until it manages: a window that comes while it starts may never be shown."""
        with tempfile.TemporaryDirectory(prefix="sightline-display-") as folder:
            ready = Path(folder) / "ready"
            os.mkfifo(ready)
            # WORKAROUND: openbox without its configuration package warns on stderr and goes on with defaults.
            self._manager = subprocess.Popen(
                ["openbox", "--sm-disable", "--startup", f"sh -c 'echo > {ready}'"],
                cwd=tempfile.gettempdir(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )
            with open(os.open(ready, os.O_RDONLY | os.O_NONBLOCK), "rb") as told:
                if not select.select([told], [], [], START_LIMIT_S)[0]:
                    raise SightlineError(
                        f"the window manager (openbox) did not start within {START_LIMIT_S:g} s"
                    )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop both."""
        for process in (self._manager, self._server):
            if process is not None:
                process.terminate()
                process.wait(START_LIMIT_S)
        if self._before is None:
            os.environ.pop("DISPLAY", None)
        else:
            os.environ["DISPLAY"] = self._before
