"""A replay's core of a recorded quarter of an hour, in the test's process: call ``pump`` to let it go on."""

from pathlib import Path

import zmq

from console.core.replay.played import Recording
from console.core.replay.replay_core import ReplayCore
from console.core.replay.slice_format import MANIFEST
from console.core.replay.tape import Tape
from console.core.replay.transport import Transport
from console.core.state import State
from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.picture_clock import PictureClock
from console.protocol.replay_messages import ReplayEvent
from console.protocol.trouble_file import TroubleFile
from console.ui.bridge import Bridge, core_follower, engine_follower
from tests.fakes.whole_life import lived_through

LIFE = lived_through(120)
TAPE = Tape(State(), LIFE.entries)
BEGIN_MS = LIFE.entries[5].at_ms
END_MS = BEGIN_MS + 300_000
CLOCK = SystemClock()


def recorded_in(run_dir: Path) -> Recording:
    """A folder that has a manifest, and room for runs beside it."""
    folder = run_dir / "recording"
    folder.mkdir(exist_ok=True)
    (folder / MANIFEST).write_text("{}")
    return Recording(folder, run_dir / "runs", "test")


class PlayedReplay:
    """Core on its sockets; nobody is its media engine."""

    def __init__(
        self,
        context: "zmq.Context[zmq.Socket[bytes]]",
        run_dir: Path,
        not_as_signed: str = "",
        tape: Tape = TAPE,
    ) -> None:
        self.context, self.run_dir = context, run_dir
        self.core = ReplayCore(
            context,
            run_dir,
            tape,
            recorded_in(run_dir),
            (BEGIN_MS, END_MS, BEGIN_MS),
            CLOCK,
            not_as_signed=not_as_signed,
        )

    def start(self) -> None:
        """Bind."""
        self.core.start()

    def pump(self) -> None:
        """Answer what was asked until now."""
        self.core.turn(0)

    def bridge(self) -> Bridge:
        """A window's, not started."""
        endpoints = Endpoints(self.run_dir)
        return Bridge(
            core_follower(self.context, endpoints, "test", CLOCK),
            engine_follower(self.context, endpoints, "test", CLOCK),
            CLOCK,
            TroubleFile(self.run_dir),
        )

    @property
    def transport(self) -> Transport:
        """How it truly is."""
        return self.core._transport

    @property
    def at_ms(self) -> int:
        """Where it truly is."""
        return self.core._now_ms()

    @property
    def events(self) -> tuple[ReplayEvent, ...]:
        """What its timeline marks."""
        return self.core._timeline.events(BEGIN_MS, END_MS)

    def stop(self) -> None:
        """Unbind."""
        self.core.stop()


def replay_clock() -> PictureClock:
    """A window's picture clock in a replay."""
    return PictureClock(CLOCK, replays=True)
