"""An X server with four RandR monitors of 1920x1080, two by two, that can be unplugged and plugged back."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.watch.waiting import wait_until

CONFIG = Path(__file__).with_name("four-monitors.conf")
SIZE = "1920x1080"
PLACES = ("0x0", "1920x0", "0x1080", "1920x1080")


class FourMonitors:
    """Its outputs are DUMMY0 to DUMMY3; ``display`` is its name for X clients."""

    def __init__(self, display: str) -> None:
        self.display = display

    def xrandr(self, *arguments: str) -> str:
        environment = os.environ | {"DISPLAY": self.display}
        done = subprocess.run(
            ["xrandr", *arguments], env=environment, capture_output=True, text=True, timeout=10, check=True
        )
        return done.stdout

    def plug(self, *outputs: int) -> None:
        """Switch these on, each in its place."""
        given = (("--output", f"DUMMY{one}", "--mode", SIZE, "--pos", PLACES[one]) for one in outputs)
        self.xrandr(*(word for words in given for word in words))

    def permute(self, *places: int) -> None:
        """Output n goes to the place ``places[n]``, all in one call of xrandr, as a desktop does it."""
        given = (("--output", f"DUMMY{one}", "--pos", PLACES[place]) for one, place in enumerate(places))
        self.xrandr(*(word for words in given for word in words))

    def unplug(self, output: int) -> None:
        self.xrandr("--output", f"DUMMY{output}", "--off")


@contextmanager
def four_monitors(folder: Path) -> Iterator[FourMonitors]:
    """Started, all four plugged in; ``folder`` gets its log."""
    reading, writing = os.pipe()
    command = ["Xorg", "-displayfd", str(writing), "-config", str(CONFIG), "-noreset", "-nolisten", "tcp"]
    with (folder / "xorg.err").open("wb") as errors:
        server = subprocess.Popen(
            [*command, "-logfile", str(folder / "xorg.log")],
            pass_fds=(writing,),
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
        )
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        assert number, f"the X server did not start:\n{(folder / 'xorg.err').read_text(errors='replace')}"
        made = FourMonitors(f":{number}")
        wait_until(lambda: "DUMMY3" in made.xrandr(), 10.0, "its outputs are there")
        for output in (1, 2, 3):
            made.xrandr("--addmode", f"DUMMY{output}", SIZE)
        made.plug(0, 1, 2, 3)
        yield made
    finally:
        server.terminate()
        server.wait(10)
