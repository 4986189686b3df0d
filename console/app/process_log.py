"""Structured logs: one JSON line a record, one file a process, never a credential.

debug    what a developer looks for
info     normal life: started, connected, switched
warning  something is worse than it should be and goes on; a person may want to look
error    an operation was abandoned
critical the process ends
"""

import json
import logging
import logging.handlers
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from console.app.terminal import say

MAX_LOG_BYTES = 10 * 1024 * 1024
KEPT_LOGS = 3

_CREDENTIALS = re.compile(r"(?P<scheme>[a-z]{2,10}://)[^/\s@'\"]+@", re.IGNORECASE)


def redact(text: str) -> str:
    """The text with ``user:password@`` taken out of every address in it."""
    if "@" not in text:  # most texts: to look for a scheme at every letter takes long
        return text
    return _CREDENTIALS.sub(r"\g<scheme>", text)


class JsonLines(logging.Formatter):
    """One record as one line of JSON: at, level, category, text, and the exception if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Format and redact."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "category": record.name.removeprefix("sightline."),
            "text": redact(record.getMessage()),
        }
        if record.exc_info:
            line["exception"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


class LogFile(logging.handlers.RotatingFileHandler):
    """Lines that the disk does not take are counted, and told of once it takes some again."""

    missed = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        before = self.missed
        super().emit(record)
        if before and self.missed == before:
            self.missed = 0
            text = f"{before} lines of this log are missing: they could not be written"
            super().emit(logging.LogRecord(record.name, logging.WARNING, "", 0, text, None, None))

    def handleError(self, record: logging.LogRecord) -> None:
        """The disk's faults end nothing, and fill no terminal."""
        if isinstance(sys.exc_info()[1], OSError):
            self.missed += 1
        else:
            super().handleError(record)


def open_process_log(log_dir: Path, name: str) -> None:
    """Send everything this process logs to ``<log_dir>/<name>.log``, rotated; nowhere if that can't be."""
    file = log_dir / f"{name}.log"
    try:
        log_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler: logging.Handler = LogFile(
            file, maxBytes=MAX_LOG_BYTES, backupCount=KEPT_LOGS, encoding="utf-8"
        )
    except OSError as error:
        say(f"{name} writes no log: {file} can't be opened: {error.strerror}", error=True)
        handler = logging.NullHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)
