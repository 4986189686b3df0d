"""``ctl health``: every stream with its figures, the worst first."""

import msgspec
import typer

from console.app.ctl.output import exit_codes, print_json, print_table
from console.app.ctl.root import AsJson, ctl, session_of
from console.app.process_clock import PROCESS_CLOCK
from console.domain.ids import FeedId
from console.protocol.core_changes import CoreSnapshot
from console.protocol.core_messages import GetSnapshot
from console.protocol.engine_messages import EngineRequest, EngineSnapshot, FeedHealth, GetEngineSnapshot
from console.protocol.health_rows import HEADINGS, HealthRow, cell_words, health_rows

FILE_WIDTH = 240
"""A stream to a line, for grep."""


@ctl.command()
def health(context: typer.Context, as_json: AsJson = False) -> None:
    """Every camera's streams, the worst first: state, cause, last hour's troubles, figures, ring, tier."""
    session = session_of(context, as_json)
    with exit_codes():
        site = msgspec.convert(session.ask_core(GetSnapshot()), CoreSnapshot)
        asked = session.ask(session.endpoints().engine_commands, GetEngineSnapshot(), EngineRequest)
        streams: dict[FeedId, list[FeedHealth]] = {}
        for feed in msgspec.convert(asked, EngineSnapshot).feeds:
            streams.setdefault(feed.feed, []).append(feed)
        rows = health_rows(site.cameras, streams)
        if as_json:
            print_json([as_data(row) for row in rows])
            return
        now_ms = PROCESS_CLOCK.now_ms()
        cells = [[cell_words(row, column, now_ms) for column in range(len(HEADINGS))] for row in rows]
        print_table(HEADINGS, cells, "The site has no cameras.", file_width=FILE_WIDTH)


def as_data(row: HealthRow) -> dict[str, object]:
    """A row for programs: states, causes and tiers by name; null for a camera that has no stream."""
    camera = {"feed": row.camera.feed, "number": row.camera.number, "name": row.camera.name}
    if row.health is None:
        return camera | {"health": None}
    said = row.health
    names = {
        "state": said.state.name,
        "cause": said.cause.name,
        "tier": said.tier.name,
        "shed": said.shed.name,
    }
    return camera | {"health": msgspec.to_builtins(said) | names}
