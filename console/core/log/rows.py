"""What can be written into core's database: rows by kind, and counts."""

import zlib
from dataclasses import dataclass

Values = tuple[str | int | bytes | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RowKind:
    """A table's rows: which columns are given, and how one that is there already is met.

    Equal only to itself: a hash of its fields for each row costs more than the row.
    """

    table: str
    columns: tuple[str, ...]
    verb: str = "INSERT"

    def statement(self, places: int) -> str:
        """The statement with places for so many rows; its last parameter says how many of them count."""
        one = f"({', '.join('?' * len(self.columns))})"
        values = ", ".join([one] * places)
        return (
            f"{self.verb} INTO {self.table} ({', '.join(self.columns)}) "
            f"SELECT * FROM (VALUES {values}) LIMIT ?"
        )


INPUTS = RowKind("inputs", ("n", "at_ms", "wall_ms", "body", "crc", "records"))
DECISIONS = RowKind("decisions", ("n", "body"), verb="INSERT OR REPLACE")
VIEWS = RowKind("views", ("n", "monitor", "body"), verb="INSERT OR REPLACE")
"""What a damaged database left of an input that was lost must not make the one with its number void."""
JOURNAL = RowKind(
    "journal", ("n", "source", "id", "received_at_ms", "lossy", "body"), verb="INSERT OR IGNORE"
)
SEQUENCES = RowKind("sequences", ("source", "seq"), verb="INSERT OR REPLACE")
QUARANTINE = RowKind("quarantine", ("at_ms", "reason", "raw"))
NO_LAYOUT = ""
"""The content of a layout that is to go from the shared table."""

LAYOUT_VERSIONS = RowKind("layout_versions", ("name", "version", "body"), verb="INSERT OR REPLACE")
LAYOUTS_DUE = RowKind("layouts_due", ("name", "content", "n"), verb="INSERT OR REPLACE")


def input_row(n: int, at_ms: int, wall_ms: int, body: bytes, records: int | None = None) -> "Row":
    """An entry of the log with its checksum (CRC-32 of its body).

    ``records``: so many rows of DECISIONS and VIEWS say what came of it; None where nobody wrote that down.
    """
    return INPUTS, (n, at_ms, wall_ms, body, zlib.crc32(body), records)


Row = tuple[RowKind, Values]
"""A row and its kind."""

ACKNOWLEDGED = "acknowledged"
"""The count that goes up with the commit; all others do when a thing is met."""

Counted = tuple[str, int]
"""A count's name, and by how much it goes up."""
