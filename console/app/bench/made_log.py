"""Makes a data folder with as many logged inputs as one likes, as months of a busy site would leave it."""

import random
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import msgspec

from console.core.log.batch import Addition, write
from console.core.log.input_log import (
    ENTRY_VERSION,
    AlertReceived,
    AnyInput,
    CommandGiven,
    LogEntry,
    SiteLoaded,
    encode_entry,
)
from console.core.log.rows import JOURNAL, Row, input_row
from console.core.log.schema import open_database
from console.domain.alert import Alert, AlertKind, Severity
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.policies.fusion import incident_id
from console.protocol.core_messages import AcknowledgeIncident, CloseIncident, PaintedTile, ReportPainted
from console.protocol.layout_file import shipped_layouts
from console.protocol.process_config import CoreConfig

ROWS_A_TRANSACTION = 20_000
STEP_MS = 200
SOURCES = 400
BEGUN_MS = 1_760_000_000_000
"""October 2025: any time that is over."""

Place = tuple[float, float]


def make_log(config: CoreConfig, inputs: int, told: Callable[[int], None]) -> None:
    """Write so many inputs into the data folder of this core, which must not run.

    Of a hundred, 95 are plate reads, 3 painted tiles, 2 acknowledgements or closings. ``told`` hears now and
    then how many are written. Raises sqlite3.Error, OSError.
    """
    connection = open_database(Path(config.data_dir) / "core.sqlite")
    try:
        rows = _rows(config, inputs)
        written = 0
        while chunk := list(islice(rows, ROWS_A_TRANSACTION)):
            connection.execute("BEGIN")
            write(connection, [Addition(0, tuple(row for made in chunk for row in made))], ())
            connection.execute("COMMIT")
            written += len(chunk)
            told(written)
    finally:
        connection.close()


def places(config: CoreConfig, count: int) -> list[Place]:
    """Where so many plate readers stand: near cameras."""
    chance = random.Random(7741)
    placed = [(c.lat_deg or 0.0, c.lon_deg or 0.0) for c in config.cameras]
    return [
        (lat_deg + chance.uniform(-0.001, 0.001), lon_deg + chance.uniform(-0.002, 0.002))
        for lat_deg, lon_deg in (placed[index % len(placed)] for index in range(count))
    ]


def _rows(config: CoreConfig, inputs: int) -> Iterator[tuple[Row, ...]]:
    readers = places(config, SOURCES)
    yield (_input_row(1, _site(config)),)
    alerts = 0
    for n in range(2, inputs + 1):
        part = n % 100
        if part < 95 or not alerts:
            alerts += 1
            alert = plate_read(alerts, readers)
            received = AlertReceived(alerts, alerts, alert, received_mono_ns=n * 1_000)
            body = msgspec.json.encode(alert)
            journal: Row = (JOURNAL, (alerts, alert.source, alert.id, _at_ms(n), 0, body))
            yield _input_row(n, received), journal
        else:
            yield (_input_row(n, _command(n, part, alerts)),)


def _command(n: int, part: int, alerts: int) -> CommandGiven:
    name = incident_id(alerts)
    if part < 98:
        tile = PaintedTile(name, CellIndex(0), FeedId("cam-001"), painted_mono_ns=n * 1_000)
        return CommandGiven("display-wall-1", ReportPainted(MonitorId("wall-1"), (tile,)), f"made-{n}")
    command = AcknowledgeIncident(name) if part == 98 else CloseIncident(IncidentId(name))
    return CommandGiven("operator", command, f"made-{n}")


def plate_read(number: int, readers: list[Place]) -> Alert:
    """The read of a plate, as the log holds it."""
    reader = number % len(readers)
    lat_deg, lon_deg = readers[reader]
    return Alert(
        source=f"reader-{reader}",
        id=f"read-{number}",
        kind=AlertKind.ALPR,
        severity=Severity.MINOR,
        observed_at_ms=_at_ms(number),
        lat_deg=lat_deg,
        lon_deg=lon_deg,
        place=f"Reader {reader}",
        text="plate on the list of stolen vehicles",
        details={"plate": f"ABC-{number % 1000}", "lane": number % 3},
    )


def _input_row(n: int, logged: AnyInput) -> Row:
    at_ms = _at_ms(n)
    return input_row(n, at_ms, at_ms, encode_entry(LogEntry(ENTRY_VERSION, n, at_ms, at_ms, logged)))


def _at_ms(n: int) -> int:
    return BEGUN_MS + n * STEP_MS


def _site(config: CoreConfig) -> SiteLoaded:
    return SiteLoaded(config.site, config.cameras, config.monitors, config.director, shipped_layouts(), {})
