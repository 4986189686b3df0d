"""A replay's hold on monitors that a running site lends it: which shows which, and the lease's renewal."""

import logging
import threading
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

import zmq

from console.app.ctl.session import ask
from console.app.lending import LEASE_S
from console.app.terminal import say
from console.domain.errors import CommandRefused, NoAnswer, SightlineError
from console.domain.ids import MonitorId
from console.protocol.clock import Clock
from console.protocol.endpoints import Endpoints
from console.protocol.requester import Requester
from console.protocol.supervisor_messages import GetProcesses, LendWindow, SupervisorRequest, TakeBackWindow

log = logging.getLogger("sightline.supervisor")

RENEW_S = 0.5
ANSWER_WITHIN_S = 1.0
DISPLAY = "display-"
GONE = "the site that lent it ended"


def paired(recorded: Sequence[MonitorId], lent: Sequence[MonitorId]) -> list[tuple[MonitorId, MonitorId]]:
    """Which recorded monitor each lent one shows: its own name's, else those that are left, in their order.

    Raises SightlineError where more are lent than were recorded.
    """
    lent = tuple(dict.fromkeys(lent))
    if len(lent) > len(recorded):
        raise SightlineError(f"{len(lent)} monitors are named, but {len(recorded)} were recorded: name fewer")
    left = [monitor for monitor in recorded if monitor not in lent]
    return [(monitor if monitor in recorded else left.pop(0), monitor) for monitor in lent]


def check_monitors(live: Path, lent: Sequence[MonitorId]) -> None:
    """Raises SightlineError where the running site doesn't have these monitors, or doesn't answer."""
    answer = ask(Endpoints(live).supervisor, GetProcesses(), SupervisorRequest, 5.0)
    known = [one["name"].removeprefix(DISPLAY) for one in answer["processes"] if one["kind"] == "display"]
    missing = [monitor for monitor in lent if monitor not in known]
    if missing:
        raise SightlineError(f"the running site has no monitor {missing[0]}; it has {', '.join(known)}")


class Borrower:
    """Asks for the monitors, and goes on asking, while ``serves`` says that the replay is there.

    ``unseen`` is called in its thread once all of them are gone.
    """

    def __init__(
        self,
        live: Path,
        run_dir: Path,
        site: str,
        pairs: Sequence[tuple[MonitorId, MonitorId]],
        serves: Callable[[], bool],
        clock: Clock,
        unseen: Callable[[], None] = lambda: None,
        not_as_signed: str = "",
    ) -> None:
        self._endpoint = Endpoints(live).supervisor
        self._unseen = unseen
        self._clock = clock
        self._serves = serves
        self._wishes = [
            LendWindow(f"{DISPLAY}{lent}", uuid.uuid4().hex, site, str(run_dir), shown, not_as_signed)
            for shown, lent in pairs
        ]
        self._by = site
        self._life = ""
        self._heard_ns = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="borrower", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def _run(self) -> None:
        context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        requester = Requester(
            context, self._endpoint, self._by, self._clock, SupervisorRequest, only_connected=True
        )
        requester.start()
        while self._wishes and not self._stopping.is_set():
            if self._serves():
                self._wishes = [wish for wish in self._wishes if self._renewed(requester, wish)]
            self._stopping.wait(RENEW_S)
        if not self._wishes:
            self._unseen()
        for wish in self._wishes:
            self._ask(requester, TakeBackWindow(wish.name))
        requester.stop()
        context.term()

    def _renewed(self, requester: Requester, wish: LendWindow) -> bool:
        answer = self._ask(requester, wish)
        now_ns = self._clock.monotonic_ns()
        if isinstance(answer, dict):
            self._heard_ns = now_ns
            why = answer["why"] or (GONE if self._life not in ("", answer["life"]) else "")
            self._life = self._life or answer["life"]
        else:
            why = GONE if self._life and now_ns - self._heard_ns > LEASE_S * 1e9 else ""
        if why:
            say(f"{wish.name.removeprefix(DISPLAY)} shows this replay no more: {why}", error=True)
        return not why

    def _ask(self, requester: Requester, command: LendWindow | TakeBackWindow) -> object:
        """A site that doesn't answer may be back soon."""
        try:
            return requester.call(command, ANSWER_WITHIN_S, tries=1)
        except (NoAnswer, CommandRefused) as error:
            log.debug("no lease: %s", error)
            return None

    def stop(self) -> None:
        """Give the monitors back."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(2 * ANSWER_WITHIN_S * len(self._wishes) + 1.0)
