"""Records core-log.jsonl and its digest: a seeded quarter of an hour of alerts, hands, layouts and failures.

Run from the repository's root, only when core is meant to decide differently:
    python -m tests.data.record_core_log
"""

import json
import random
from pathlib import Path

import msgspec

from console.core.decisions import decision_digest
from console.core.log.input_log import StateCommand, encode_entry
from console.domain.alert import Severity
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.picture import PictureState
from console.protocol.core_messages import (
    AcknowledgeIncident,
    AssignFeed,
    ClearCell,
    CloseIncident,
    FeedState,
    LoadLayout,
    PaintedTile,
    PinCell,
    ReportFeeds,
    ReportPainted,
    SaveLayout,
    UndoSwitch,
)
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

FOLDER = Path(__file__).parent


def _some_command(chance: random.Random, feeder: InputFeeder) -> StateCommand:
    monitor = MonitorId(chance.choice(["wall-1", "wall-2"]))
    cell = CellIndex(chance.randrange(16))
    feed = FeedId(f"cam-{chance.randrange(1, 41):03d}")
    incident = IncidentId(f"i-{chance.randrange(1, max(2, feeder.state.next_incident)):06d}")
    choices: list[StateCommand] = [
        AssignFeed(monitor, cell, feed, pinned=chance.random() < 0.3),
        PinCell(monitor, cell, pinned=chance.random() < 0.5),
        ClearCell(monitor, cell),
        LoadLayout(monitor, chance.choice(["4x4", "1+5", "3x3", "night"])),
        SaveLayout(monitor, "night"),
        AcknowledgeIncident(incident),
        CloseIncident(incident),
        UndoSwitch(incident),
        ReportFeeds((FeedState(feed, chance.choice([PictureState.LOST, PictureState.LIVE])),)),
    ]
    return chance.choice(choices)


def _paint(feeder: InputFeeder) -> None:
    """The displays paint what the newest incident asked for, 150 ms later."""
    newest = list(feeder.state.incidents.values())[-1]
    feeder.now_ms += 150
    for overlay in newest.overlays:
        tile = PaintedTile(newest.incident, overlay.cell, overlay.feed, feeder.now_ms * 1_000_000)
        feeder.command(ReportPainted(overlay.monitor, (tile,)))


def main() -> None:
    """Write both files."""
    chance = random.Random(7741)
    feeder = InputFeeder(cameras=40, layout="4x4", hold_s=60)
    for number in range(150):
        feeder.now_ms += chance.randrange(100, 9_000)
        if chance.random() < 0.45:
            message = alert_message(number, at_camera=chance.randrange(1, 40))
            severity = chance.choice(list(Severity))
            feeder.alert(msgspec.structs.replace(message, severity=severity))
            _paint(feeder)
        else:
            feeder.command(_some_command(chance, feeder))
    (FOLDER / "core-log.jsonl").write_bytes(b"".join(encode_entry(e) + b"\n" for e in feeder.entries))
    digest = {"inputs": len(feeder.entries), "decisions_sha256": decision_digest(feeder.decided)}
    (FOLDER / "core-log.digest.json").write_text(json.dumps(digest, indent=2) + "\n")


if __name__ == "__main__":
    main()
