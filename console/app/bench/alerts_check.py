"""Whether core's database holds every acknowledged alert, and each of them once."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from console.app.bench.wall_run import Figures


class _Alert(Struct):
    source: str
    id: str


class _Input(Struct):
    input: str
    alert: _Alert | None = None
    number: int = 0


class _Entry(Struct):
    input: _Input


def check_alerts(database: Path, acknowledged: Iterable[str]) -> Figures:
    """Compare with the ids that were acknowledged. The database must be closed."""
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        journal = [alert_id for (alert_id,) in connection.execute("SELECT id FROM journal")]
        times, numbers = _opened(connection)
        whole = connection.execute("SELECT min(n) FROM inputs").fetchone() == (1,)
    finally:
        connection.close()
    kept = set(journal)
    twice = [key for key, count in times.items() if count > 1]
    return {
        "lost": sum(alert_id not in kept for alert_id in acknowledged),
        "doubled": len(twice) + len(journal) - len(kept),
        "incident_ids_doubled": sum(count > 1 for count in numbers.values()),
        "journal": len(journal),
        "log_whole": whole,
        "database_mb": round(database.stat().st_size / 1e6, 1),
    }


def _opened(connection: sqlite3.Connection) -> tuple[Counter[tuple[str, str]], Counter[int]]:
    """How often each alert, and each incident's number, is in the input log."""
    decoder = msgspec.json.Decoder(_Entry)
    times: Counter[tuple[str, str]] = Counter()
    numbers: Counter[int] = Counter()
    for (body,) in connection.execute("SELECT body FROM inputs"):
        logged = decoder.decode(body).input
        if logged.alert is not None:
            times[(logged.alert.source, logged.alert.id)] += 1
            numbers[logged.number] += 1
    return times, numbers
