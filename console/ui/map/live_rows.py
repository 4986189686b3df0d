"""What the page is to show, as numbered rows that it fetches in batches. No Qt."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.domain.alert import SEVERITY_RANK
from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.domain.incident import Incident, IncidentState, opened_ms
from console.domain.picture import LostCause, PictureState, picture_word
from console.domain.wording import KIND_WORDS, one_line
from console.ui import theme

MAX_BATCH_ROWS = 2000
MAX_ID_LENGTH = 128

Row = dict[str, Any]


def camera_row(camera: Camera, state: PictureState | None, cause: LostCause = LostCause.NONE) -> Row | None:
    """A camera's row; None for one without a position."""
    if camera.lat_deg is None or camera.lon_deg is None:
        return None
    return {
        "feed": camera.feed,
        "number": camera.number,
        "name": camera.name,
        "lat_deg": camera.lat_deg,
        "lon_deg": camera.lon_deg,
        "azimuth_deg": camera.azimuth_deg,
        "fov_deg": camera.fov_deg,
        "range_m": camera.range_m,
        "state": picture_word(state, False, cause) if state is not None else "",
    }


def incident_row(incident: Incident) -> Row | None:
    """An incident's row; None for one without a position, or closed."""
    alert = incident.alert
    if alert.lat_deg is None or alert.lon_deg is None or incident.state is IncidentState.CLOSED:
        return None
    return {
        "incident": incident.incident,
        "severity": alert.severity.value,
        "rank": SEVERITY_RANK[alert.severity],
        "lat_deg": alert.lat_deg,
        "lon_deg": alert.lon_deg,
        "label": " · ".join(filter(None, (KIND_WORDS[alert.kind], one_line(alert.place or alert.text)))),
        "acknowledged": incident.state is not IncidentState.OPEN,
        "opened_ms": opened_ms(incident),
        "feeds": [overlay.feed for overlay in incident.overlays],
    }


class LiveRows:
    """Rows by (sort, key), each with the number of its last change.

    An entity that moved five times between two fetches is one row of the next batch. A row that is gone
    leaves its number behind, so that a page that is behind learns of it.
    """

    def __init__(self) -> None:
        self.last = 0
        self._rows: dict[tuple[str, str], tuple[int, Row | None]] = {}

    def put(self, sort: str, rows: Mapping[str, Row | None]) -> bool:
        """All rows of a sort ("cameras", "incidents", "selection"); a row that is missing is gone.

        True if anything changed.
        """
        before = self.last
        present = {(sort, key): row for key, row in rows.items() if row is not None}
        for name, row in present.items():
            if self._rows.get(name, (0, None))[1] != row:
                self._set(name, row)
        for name, (_, held) in list(self._rows.items()):
            if name[0] == sort and held is not None and name not in present:
                self._set(name, None)
        return self.last != before

    def _set(self, name: tuple[str, str], row: Row | None) -> None:
        self.last += 1
        self._rows[name] = (self.last, row)

    def has(self, sort: str, key: str) -> bool:
        """Whether there is such a row now."""
        return self._rows.get((sort, key), (0, None))[1] is not None

    def known(self, sort: str, told: object) -> list[str]:
        """Of what a page told those that such rows have now, each once."""
        ids = told if isinstance(told, list) else []
        named = (one for one in ids if isinstance(one, str) and len(one) <= MAX_ID_LENGTH)
        return [key for key in dict.fromkeys(named) if self.has(sort, key)]

    def batch(self, since: int, now_ms: int) -> dict[str, Any]:
        """Rows that changed after number ``since``, oldest first; ``now_ms`` (log time) dates the pulses."""
        entries = ((number, name, row) for name, (number, row) in self._rows.items() if number > since)
        changed = sorted(entries, key=lambda entry: entry[0])
        taken = changed[:MAX_BATCH_ROWS]
        return {
            "n": taken[-1][0] if taken else max(since, self.last),
            "more": len(changed) > len(taken),
            "rows": [
                _with_pulse({"sort": name[0], "key": name[1], "row": row}, now_ms) for _, name, row in taken
            ],
        }


def _with_pulse(entry: dict[str, Any], now_ms: int) -> dict[str, Any]:
    row = entry["row"]
    if entry["sort"] == "incidents" and row is not None and not row["acknowledged"]:
        left_ms = row["opened_ms"] + theme.PULSE_S * 1000 - now_ms
        entry["pulse_ms"] = max(0, min(left_ms, theme.PULSE_S * 1000))
    return entry


def selection_rows(
    feed: FeedId | None, incident: str | None, together: Sequence[FeedId] = ()
) -> dict[str, Row | None]:
    """What is selected everywhere, as rows; ``together``: cameras that are chosen, if they are several."""
    return {
        "camera": {"id": feed} if feed is not None else None,
        "incident": {"id": incident} if incident is not None else None,
        "chosen": {"ids": list(together)} if len(together) > 1 else None,
    }
