"""The answer to GetStatus: how core and the alert boundary are doing, in figures."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from console.core.boundary.journal import Journal
from console.core.log.store import Store
from console.core.publishing.outlet import Outlet
from console.core.state import State


def percentile(values: Sequence[int], percent: int) -> int | None:
    """Nearest-rank percentile; None without values."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def status(state: State, outlet: Outlet, store: Store, journal: Journal, uptime_s: float) -> dict[str, Any]:
    """All figures; times in the units of their names."""
    latencies_ms = state.incidents.latencies_ms.value
    size = store.log_size
    return {
        "site": state.site.loaded.site,
        "state": "ready",
        "problems": list(outlet.problems),
        "boot": outlet.boot,
        "uptime_s": round(uptime_s, 1),
        "counts": msgspec.to_builtins(outlet.counts()),
        "alert_to_picture_ms": {
            "n": len(latencies_ms),
            "p50": percentile(latencies_ms, 50),
            "p95": percentile(latencies_ms, 95),
            "last": latencies_ms[-1] if latencies_ms else None,
        },
        "switches": state.incidents.switches.value,
        "director": msgspec.to_builtins(state.site.loaded.director),
        "incidents": dict(Counter(incident.state.value for incident in state.incidents.table.values())),
        "journal_last_n": journal.count,
        "log": {
            "n": state.n,
            "first_n": size.first_n,
            "entries": size.entries,
            "bytes": size.bytes,
            "set_aside": [msgspec.to_builtins(one) for _, one in sorted(state.set_aside.items())],
            "commit_ms": round(store.commit_ms, 2),
            "waiting": store.waiting,
        },
        "data_folder": {
            "path": str(store.file.parent),
            "state": "failing" if store.failing else "ok",
            "error": store.failing,
        },
    }
