"""Records core-v<version>: the data folder that a core leaves behind, and the facts that it told last.

Once for each version of the log, and never again: the folders of old versions are what old programs wrote.
Run from the repository's root when entries, checkpoints or tables have got a new version:
    python -m tests.data.record_core_folder
"""

import json
import random
import shutil
import signal
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from console.core.log.schema import LOG_VERSION
from console.domain.alert import Severity
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.picture import PictureState
from console.protocol.clock import SystemClock
from console.protocol.core_messages import (
    AcknowledgeIncident,
    AssignFeed,
    ClearCell,
    CloseIncident,
    Command,
    FeedState,
    GetStatus,
    ListIncidents,
    PaintedTile,
    PinCell,
    ReportFeeds,
    ReportPainted,
    RewindCell,
    UndoSwitch,
)
from console.protocol.layout_messages import ImportLayout, LoadLayout, SaveLayout
from console.protocol.outbox import Outbox
from console.protocol.requester import Requester
from tests.fakes.core_site import alert_message, core_config
from tests.integration.test_core_restart import bus, core_process, facts, until

SITE: dict[str, Any] = {"cameras": 24, "layout": "3x3", "hold_s": 2}
ROUNDS = 90


def _command(chance: random.Random, number: int) -> Command:
    monitor = MonitorId(chance.choice(["wall-1", "wall-2"]))
    cell = CellIndex(chance.randrange(9))
    feed = FeedId(f"cam-{chance.randrange(1, 25):03d}")
    incident = IncidentId(f"i-{max(1, number // 2):06d}")
    two = Layout(f"in-{number}", 2, 1, (Cell(0, 0, auto=True), Cell(1, 0, feed=feed)))
    state = FeedState(feed, chance.choice([PictureState.LOST, PictureState.LIVE]), since_ms=5)
    commands: list[Command] = [
        AssignFeed(monitor, cell, feed, pinned=chance.random() < 0.5),
        PinCell(monitor, cell, True),
        ClearCell(monitor, cell),
        LoadLayout(monitor, chance.choice(["3x3", "1+5", "night"])),
        SaveLayout(monitor, "night"),
        AcknowledgeIncident(incident),
        CloseIncident(incident),
        UndoSwitch(incident),
        RewindCell(monitor, cell, 10.0),
        ImportLayout(two),
        ReportFeeds((state,)),
    ]
    return commands[number % len(commands)]


class _Life:
    """What happens to core while it is recorded."""

    def __init__(self, requester: Requester, outbox: Outbox) -> None:
        self._requester = requester
        self._outbox = outbox
        self._chance = random.Random(1)

    def live(self, rounds: range) -> None:
        for number in rounds:
            if number % 2:
                self.alert(number)
                self._paint()
            self._ask(_command(self._chance, number))
            self._ask(_command(self._chance, number + 5))

    def alert(self, number: int) -> None:
        message = alert_message(number, at_camera=self._chance.randrange(1, 24))
        severity = self._chance.choice(list(Severity))
        details: dict[str, str | int | float | bool] = {"rounds": number, "zone": "north", "sure": True}
        self._outbox.send(msgspec.structs.replace(message, severity=severity, details=details))
        until(lambda: bool(self._outbox.poll() or True) and not self._outbox.pending)

    def _ask(self, command: Command) -> None:
        try:
            self._requester.call(command)
        except CommandRefused:
            return  # refusals are part of a life

    def _paint(self) -> None:
        newest = self._requester.call(ListIncidents())["incidents"][0]
        for shown in newest["overlays"]:
            now_ns = SystemClock().monotonic_ns()
            tile = PaintedTile(newest["incident"], shown["cell"], shown["feed"], now_ns)
            self._ask(ReportPainted(shown["monitor"], (tile,)))


def record(folder: Path) -> None:
    """Write the folder's database, its table of layouts, and facts.json."""
    with tempfile.TemporaryDirectory(prefix="sl-") as name:
        config = core_config(Path(name), **SITE)
        with bus(config) as (context, requester):
            outbox = Outbox(context, config.alerts_endpoint, SystemClock())
            outbox.start()
            life = _Life(requester, outbox)
            with core_process(config):
                requester.call(GetStatus(), 10.0)
                life.live(range(1, 41))
            with core_process(config) as process:  # after an orderly stop: from a checkpoint
                requester.call(GetStatus(), 10.0)
                life.live(range(41, ROUNDS + 1))
                _wait_for_a_hold_to_end(requester)
                for number in range(ROUNDS + 1, ROUNDS + 10):
                    life.alert(number)
                requester.call(RewindCell(MonitorId("wall-1"), CellIndex(0), 5.0))
                said = facts(requester) | {"counts": requester.call(GetStatus())["counts"]}
                process.send_signal(signal.SIGKILL)
                process.wait(5)
            outbox.stop()
        _keep(Path(config.data_dir), folder)
    (folder / "facts.json").write_text(json.dumps(SITE | said, indent=1) + "\n")


def _wait_for_a_hold_to_end(requester: Requester) -> None:
    def ended() -> bool:
        newest = requester.call(ListIncidents())["incidents"][0]
        return not newest["overlays"]

    until(ended)


def _keep(data: Path, folder: Path) -> None:
    folder.mkdir()
    for name in ("core.sqlite", "shared.sqlite"):
        connection = sqlite3.connect(data / name)
        for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA journal_mode=DELETE", "VACUUM"):
            connection.execute(statement)
        connection.close()
        shutil.copy(data / name, folder / name)


if __name__ == "__main__":
    record(Path(__file__).parent / f"core-v{LOG_VERSION}")
