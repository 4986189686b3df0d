"""The site file's table ``[recording]``: what is recorded by itself, and how long it is kept."""

from console.app.table_reader import TableReader
from console.domain.alert import AlertKind, Severity
from console.domain.ids import FeedId
from console.protocol.process_config import RecordingConfig

KINDS = tuple(kind.value for kind in AlertKind)
USUAL_KINDS = (AlertKind.GUNSHOT.value,)
USUAL_SEVERITY = Severity.SEVERE
"""Where the site file says nothing; a configuration that says nothing, as in an old log, records nothing."""

SEVERITIES = tuple(severity.value for severity in Severity)


def read_recording(table: TableReader, always: tuple[FeedId, ...]) -> RecordingConfig:
    """What the table says; ``always`` are the cameras that say so themselves."""
    usual = RecordingConfig()
    config = RecordingConfig(
        kinds=tuple(AlertKind(kind) for kind in _kinds(table)),
        least_severity=Severity(table.choice("least_severity", USUAL_SEVERITY.value, SEVERITIES)),
        cameras=table.integer("cameras", usual.cameras, 1, 64),
        longest_min=table.integer("longest_min", usual.longest_min, 1, 24 * 60),
        tail_s=table.integer("tail_s", usual.tail_s, 0, 3600),
        always=always,
        keep_days=table.integer("keep_days", usual.keep_days, 1, 3_650),
        keep_gb=table.integer("keep_gb", usual.keep_gb, 1, 1_000_000),
        least_free_gb=table.integer("least_free_gb", usual.least_free_gb, 0, 1_000_000),
    )
    table.finish()
    return config


def _kinds(table: TableReader) -> list[str]:
    found = []
    for kind in table.rows("kinds", USUAL_KINDS):
        if kind in KINDS:
            found.append(kind)
        else:
            table.problem("kinds", f"must be some of {', '.join(KINDS)}, not {kind!r}")
    return list(dict.fromkeys(found))
