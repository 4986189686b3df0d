"""The supervisor's monitors that are lent to a replay: their leases, and core's word of it.

A replay renews its lease twice a second. One that is silent has its monitors taken back: the display process
is started again, for the site's own wall. Times are CLOCK_MONOTONIC seconds, passed in.
"""

import dataclasses
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from console.app.supervised_process import SupervisedProcess
from console.domain.errors import NoAnswer
from console.domain.ids import MonitorId
from console.domain.wall import NO_SCREEN, NOBODY
from console.protocol.core_messages import ReportLent
from console.protocol.process_config import DisplayConfig
from console.protocol.requester import Requester
from console.protocol.supervisor_messages import LendWindow

log = logging.getLogger("sightline.supervisor")

LEASE_S = 2.0
"""So long a replay may be silent; with the display's start the wall is back within 5 s."""

TELL_AGAIN_S = 2.0


@dataclass(slots=True)
class Lease:
    """Of one monitor; ``id`` is the replay's own for it."""

    monitor: MonitorId
    id: str
    site: str
    renewed_s: float


class Lending:
    """``lend`` and ``take_back`` answer in words why not, "" where it is done."""

    def __init__(self, children: Mapping[str, SupervisedProcess]) -> None:
        self._children = children
        self._leases: dict[str, Lease] = {}
        self._ended: dict[str, str] = {}

    @property
    def lent(self) -> dict[MonitorId, str]:
        """To which replay each lent monitor is lent."""
        return {lease.monitor: lease.site for lease in self._leases.values()}

    @property
    def unseen(self) -> dict[MonitorId, str]:
        """As core is told: the lent monitors, those whose window was closed, those without a screen."""
        closed, screenless = (
            dict.fromkeys(_monitors(filter(is_so, self._children.values())), to)
            for is_so, to in ((_is_closed, NOBODY), (_is_screenless, NO_SCREEN))
        )
        return screenless | closed | self.lent

    def lend(self, wish: LendWindow, now_s: float) -> str:
        """Begin or renew a lease."""
        child = self._children.get(wish.name)
        if child is None or not isinstance(child.spec.config, DisplayConfig):
            return "this site has no such monitor"
        lease = self._leases.get(wish.name)
        if wish.lease in self._ended:
            return f"it was taken back {self._ended[wish.lease]}"
        if lease is not None and lease.id != wish.lease:
            return f"it is lent to {lease.site} already"
        if child.is_closed:
            return "its window is closed: open it first"
        if lease is None and not child.on_screen:
            return "it has no screen now: switch it on or plug it in first"
        if lease is not None:
            lease.renewed_s = now_s
            return ""
        config = child.spec.config
        self._leases[wish.name] = Lease(config.monitor.monitor, wish.lease, wish.site, now_s)
        log.info("%s is lent to %s", wish.name, wish.site)
        child.show_as(lent_config(config, wish), now_s)
        return ""

    def take_back(self, name: str, why: str, now_s: float) -> bool:
        """Whether it was lent; it shows the site's own wall again."""
        lease = self._leases.pop(name, None)
        if lease is None:
            return False
        self._ended[lease.id] = why
        log.info("%s is taken back from %s %s", name, lease.site, why)
        self._children[name].show_as(None, now_s)
        return True

    def look(self, now_s: float) -> None:
        """Take back what nobody renews."""
        for name, lease in list(self._leases.items()):
            if now_s - lease.renewed_s > LEASE_S:
                self.take_back(name, f"as it was silent for {LEASE_S:g} s", now_s)

    def forgive(self, gap_s: float) -> None:
        """The supervisor itself stood still for so long: no replay could be heard."""
        for lease in self._leases.values():
            lease.renewed_s += gap_s


def _is_closed(child: SupervisedProcess) -> bool:
    return child.is_closed


def _is_screenless(child: SupervisedProcess) -> bool:
    """As its display said last: one that is started again says the same, unless a screen came meanwhile."""
    return not child.on_screen


def _monitors(children: Iterable[SupervisedProcess]) -> Iterator[MonitorId]:
    """Of those that are displays."""
    for child in children:
        if isinstance(child.spec.config, DisplayConfig):
            yield child.spec.config.monitor.monitor


def lent_config(own: DisplayConfig, wish: LendWindow) -> DisplayConfig:
    """The display on the same screen, of the other site's monitor; its life hangs on this supervisor."""
    shown = dataclasses.replace(own.monitor, monitor=wish.shows)
    return replace(
        own,
        site=wish.site,
        run_dir=wish.run_dir,
        lifeline_dir=own.run_dir,
        replays=True,
        not_as_signed=wish.not_as_signed,
        monitor=shown,
        monitors=tuple(shown if one.monitor == own.monitor.monitor else one for one in own.monitors),
    )


class LentReporter:
    """Tells core which monitors are lent, again after each start of core, until it answers."""

    def __init__(self, make: Callable[[], Requester]) -> None:
        self._make = make
        self._requester: Requester | None = None
        self._told: tuple[int, dict[MonitorId, str]] = (0, {})
        self._asked: tuple[int, dict[MonitorId, str]] | None = None
        self._request = ""
        self._asked_s = 0.0

    def look(self, lent: dict[MonitorId, str], core_pid: int, now_s: float) -> None:
        """``core_pid`` 0: it does not run. Nothing lent needs no word: core begins so."""
        self._take_replies()
        wanted = (core_pid, lent)
        known = self._told[1] if self._told[0] == core_pid else {}
        if not core_pid or lent == known:
            return
        if self._asked == wanted and now_s - self._asked_s < TELL_AGAIN_S:
            return
        self._asked, self._asked_s = wanted, now_s
        try:
            self._request = self._started().send(ReportLent(lent))
        except NoAnswer:
            self._asked = None  # core is not there yet: at the next look

    def _started(self) -> Requester:
        if self._requester is None:
            self._requester = self._make()
            self._requester.start()
        return self._requester

    def _take_replies(self) -> None:
        for reply in self._requester.poll() if self._requester is not None else ():
            if reply.id == self._request and self._asked is not None:
                if reply.refused is None:
                    self._told, self._asked = self._asked, None
                else:
                    log.debug("core takes no word of lent monitors now: %s", reply.refused.text)

    def stop(self) -> None:
        """Disconnect."""
        if self._requester is not None:
            self._requester.stop()
            self._requester = None
