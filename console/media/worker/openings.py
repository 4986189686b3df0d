"""Who may open a camera now, and who may not try again: pure bookkeeping, times passed in.

A camera network that comes back must not be stormed, a recorder with fifty channels even less, and a camera
that refused a password twice locks the account at the third try.
"""

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from console.domain.picture import LostCause
from console.media.worker import lock_out
from console.protocol.process_config import StreamSource

OPENINGS_AT_ONCE = 20
"""In one worker."""

OPENINGS_PER_DEVICE = 2
"""A camera's main and sub; of a recorder's channels any two."""

DOUBTFUL_AT_ONCE = 10
"""Of all openings, and half of a host's: silent cameras hold theirs for seconds, others shall not wait."""

FIRST_HOST_LIMIT = 4
LOWEST_HOST_LIMIT = 2
HIGHEST_HOST_LIMIT = 64
STRAINED = (LostCause.SESSION_LIMIT, LostCause.REFUSED, LostCause.SILENT)
"""What a host answers that has too much to do: 453, 503, refused, nothing in time."""


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """One wish to open a stream, from its asking to its end. ``doubtful``: it was silent the last time."""

    host: str
    device: str
    doubtful: bool = False
    granted: threading.Event = field(default_factory=threading.Event)


def opening_of(source: StreamSource, before: LostCause) -> Opening:
    """The wish of a stream whose last try ended so; NONE for its first."""
    host = urlsplit(source.url).hostname or ""
    return Opening(host, source.device or source.feed, before is LostCause.SILENT)


class HostLimit:
    """How many openings a host gets at once: doubled by each that succeeds, halved when it is strained.

    An opening that began before the last halving says nothing about the limit since: so twenty failures of
    one moment halve it once.
    """

    def __init__(self) -> None:
        self.limit = FIRST_HOST_LIMIT
        self._halved_ns = -1

    def note(self, cause: LostCause, began_ns: int, now_ns: int) -> None:
        """An opening ended; ``cause`` is NONE for one that succeeded."""
        if began_ns <= self._halved_ns:
            return
        if cause is LostCause.NONE:
            self.limit = min(HIGHEST_HOST_LIMIT, self.limit * 2)
        elif cause in STRAINED:
            self.limit = max(LOWEST_HOST_LIMIT, self.limit // 2)
            self._halved_ns = now_ns


class Held:
    """The openings under way, counted."""

    def __init__(self, openings: Iterable[Opening]) -> None:
        self._at_host: Counter[str] = Counter()
        self._at_device: Counter[str] = Counter()
        self._doubtful_at: Counter[str] = Counter()
        for opening in openings:
            self.add(opening)

    def add(self, opening: Opening) -> None:
        """One more."""
        self._at_host[opening.host] += 1
        self._at_device[opening.device] += 1
        self._doubtful_at[opening.host] += opening.doubtful

    def has_room(self, opening: Opening, host_limit: int, per_device: int) -> bool:
        """Whether this one may begin beside them."""
        if opening.doubtful and (
            self._doubtful_at[opening.host] >= max(1, host_limit // 2)
            or self._doubtful_at.total() >= DOUBTFUL_AT_ONCE
        ):
            return False
        return self._at_host[opening.host] < host_limit and self._at_device[opening.device] < per_device


class OpeningQueue:
    """Grants openings in the order of their asking, past those whose device or host has enough."""

    def __init__(self, at_once: int = OPENINGS_AT_ONCE, per_device: int = OPENINGS_PER_DEVICE) -> None:
        self._at_once = at_once
        self._per_device = per_device
        self._waiting: list[Opening] = []
        self._began_ns: dict[Opening, int] = {}
        self._hosts: dict[str, HostLimit] = {}

    def ask(self, opening: Opening) -> None:
        """Queue up."""
        self._waiting.append(opening)

    def withdraw(self, opening: Opening) -> None:
        """Leave the queue."""
        if opening in self._waiting:
            self._waiting.remove(opening)

    def grant(self, now_ns: int) -> list[Opening]:
        """Those that may begin now; they count until ``ended``."""
        granted = []
        held = Held(self._began_ns)
        for opening in self._waiting:
            if len(self._began_ns) >= self._at_once:
                break
            if held.has_room(opening, self.host_limit(opening.host), self._per_device):
                held.add(opening)
                self._began_ns[opening] = now_ns
                granted.append(opening)
        for opening in granted:
            self._waiting.remove(opening)
        return granted

    def ended(self, opening: Opening, cause: LostCause, now_ns: int) -> None:
        """A granted opening is over; ``cause`` is NONE when it succeeded."""
        began_ns = self._began_ns.pop(opening, None)
        if began_ns is not None:
            self._hosts.setdefault(opening.host, HostLimit()).note(cause, began_ns, now_ns)

    def running(self) -> int:
        """Openings under way."""
        return len(self._began_ns)

    def host_limit(self, host: str) -> int:
        """How many this host gets at once now."""
        known = self._hosts.get(host)
        return known.limit if known else FIRST_HOST_LIMIT


class Denials:
    """Counts the refused tries of each account (device and user), over all of its streams and sessions."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._last: dict[tuple[str, str], tuple[LostCause, int]] = {}

    def note(self, account: tuple[str, str], cause: LostCause, now_ns: int) -> None:
        """An opening with this account ended; ``cause`` is NONE when it succeeded."""
        if cause in lock_out.CAUSES:
            self._counts[account] += 1
            self._last[account] = (cause, now_ns)
        elif cause is LostCause.NONE:
            self._counts.pop(account, None)
            self._last.pop(account, None)

    def held(self, account: tuple[str, str], now_ns: int) -> LostCause:
        """Why this account is not tried now; NONE when it may be."""
        if self._counts[account] < lock_out.MOST_REFUSALS:
            return LostCause.NONE
        cause, at_ns = self._last[account]
        return cause if now_ns - at_ns < lock_out.LOCK_OUT_S * 1_000_000_000 else LostCause.NONE
