"""What people did, and what was switched, in the half hour before a start of core, as the log has it."""

from collections.abc import Iterable, Iterator

import msgspec

from console.core.log.reading import StoredDeed
from console.core.log.record import read_decisions
from console.core.log.store import Store
from console.core.log.versions import Unreadable, read_entry
from console.core.publishing.recent_acts import KeptActs, Logged
from console.core.replay.act_words import Cameras
from console.protocol.recent_messages import RECENT_MS


def acts_before(store: Store, now_ms: int, cameras: Cameras) -> KeptActs:
    """Known from now on, where the log can't be read."""
    found = store.recent_deeds(now_ms - RECENT_MS)
    if found is None:
        return KeptActs(now_ms)
    from_ms, rows = found
    acts = KeptActs(from_ms)
    for entry, decisions in _read(rows):
        acts.note(entry, decisions, cameras)
    acts.news()  # whoever is there by now asks for all of them
    return acts


def _read(rows: Iterable[StoredDeed]) -> Iterator[Logged]:
    """What can't be read is set aside by the log's take-up, and said there."""
    for n, body, decided in rows:
        try:
            entry = read_entry(n, body)
            yield entry, read_decisions(decided) if decided is not None else ()
        except (Unreadable, msgspec.MsgspecError, UnicodeDecodeError):
            continue
