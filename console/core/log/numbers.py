"""Which numbers of the log an entry stands for."""

from console.core.log.input_log import LogEntry, Voided


def first_number(entry: LogEntry) -> int:
    """The first; its own is the last."""
    if isinstance(entry.input, Voided) and entry.input.since_n:
        return entry.input.since_n
    return entry.n
