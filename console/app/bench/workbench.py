"""What every bench stands on: a virtual display, a short temporary folder, the simulated cameras."""

import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from console.app.bench.camera_process import CameraProcess
from console.app.bench.product import Product
from console.app.virtual_display import VirtualDisplay

DEFAULT_RING_S = 30
"""As in a site file that says nothing of it."""


@dataclass(slots=True)
class Workbench:
    """``home`` is removed at the end, with everything below it."""

    home: Path
    cameras: CameraProcess
    ring_s: int
    _products: int = field(default=0)

    def product(self, tiles: int, monitors: int = 2) -> Product:
        """A product of its own folder, to be entered; all cameras are connected, ``tiles`` are shown."""
        self._products += 1
        folder = self.home / str(self._products)
        folder.mkdir(mode=0o700)
        return Product(folder, self.cameras, tiles, self.ring_s, monitors)


@contextmanager
def bench_home() -> Iterator[Path]:
    """A short temporary folder; on Ctrl+C and on SIGTERM everything is stopped and removed, too."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        with tempfile.TemporaryDirectory(prefix="slb-") as home:
            yield Path(home)
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def workbench(
    cameras: int, ring_s: int = DEFAULT_RING_S, mains: int = 0, monitors: int = 2
) -> Iterator[Workbench]:
    """Set all up for so many cameras, of which so many have a main stream, and so many monitors."""
    with ExitStack() as stack:
        stack.enter_context(VirtualDisplay(1920 * max(2, monitors)))
        home = stack.enter_context(bench_home())
        yield Workbench(home, stack.enter_context(CameraProcess(home / "cameras", cameras, mains)), ring_s)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
