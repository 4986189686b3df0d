"""A replay's core and a window's hold on it, pumped together."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zmq
from pytestqt.qtbot import QtBot

from console.protocol.command_sender import Outcome
from console.ui.replay.control import ReplayControl
from tests.fakes.played_replay import PlayedReplay, replay_clock


class HeldReplay:
    """``told``: what became of each command, ``said``: the control's words."""

    def __init__(self, site: PlayedReplay, qtbot: QtBot) -> None:
        self.site, self._qtbot = site, qtbot
        self.clock = replay_clock()
        self.bridge = site.bridge()
        self.told: list[Outcome] = []
        self.said: list[str] = []
        self.control = ReplayControl(self.bridge, self.clock, events=True)
        self.control.said.connect(self.said.append)
        self.bridge.came_out.connect(self.told.append)
        self.bridge.core_said.connect(self._follow)

    def _follow(self, said: object) -> None:
        change = getattr(said, "change", said)
        self.clock.follow(getattr(change, "clock", None))

    def until(self, holds: Callable[[], object]) -> None:
        def pumped() -> bool:
            self.site.pump()
            return bool(holds())

        self._qtbot.waitUntil(pumped, timeout=8000)

    def settle(self) -> None:
        """Until what is under way has come to its end."""
        asked: list[int] = []
        self.until(lambda: asked.append(0) or len(asked) > 10)


@pytest.fixture
def held(qtbot: QtBot, run_dir: Path) -> Iterator[HeldReplay]:
    with zmq.Context() as context:
        site = PlayedReplay(context, run_dir)
        site.start()
        made = HeldReplay(site, qtbot)
        made.bridge.start()
        try:
            made.until(lambda: made.control.status and made.control.events)
            yield made
        finally:
            made.bridge.stop()
            site.stop()
