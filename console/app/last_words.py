"""What a process said last before it ended: for those who have to mend it."""

import contextlib
import json
import os
from pathlib import Path

TAIL_BYTES = 64 * 1024
LONGEST = 300


def last_words(log_dir: Path, name: str) -> str:
    """Its last error in its log, else the last line that it wrote beside it; "" of none."""
    for line in reversed(_tail(log_dir / f"{name}.log")):
        with contextlib.suppress(json.JSONDecodeError, KeyError, TypeError, AttributeError):
            record = json.loads(line)
            if record["level"] in ("error", "critical"):
                error = str(record.get("exception", "")).strip().splitlines()
                return ": ".join([str(record["text"]), *error[-1:]])[:LONGEST]
    written = [line.strip() for line in _tail(log_dir / f"{name}.err") if line.strip()]
    return written[-1][:LONGEST] if written else ""


def _tail(file: Path) -> list[str]:
    try:
        with file.open("rb") as opened:
            opened.seek(max(0, os.fstat(opened.fileno()).st_size - TAIL_BYTES))
            return opened.read().decode(errors="replace").splitlines()
    except OSError:
        return []
