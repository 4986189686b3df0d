"""What a window demands of the engine: told at every change and, as demands are leases, each second."""

import logging

from console.domain.errors import NoAnswer
from console.domain.media import Demand
from console.protocol.clock import Clock
from console.protocol.engine_messages import DeclareDemands
from console.ui.bridge import EngineFollower

log = logging.getLogger("sightline.demands")

ENGINE_SILENT_AFTER_NS = 3_000_000_000


class DeclaredDemands:
    """The demands of the client ``name``; each ``part`` of its window has its own, told together."""

    def __init__(self, name: str, engine: EngineFollower, clock: Clock) -> None:
        self._name = name
        self._engine = engine
        self._clock = clock
        self._parts: dict[str, tuple[Demand, ...]] = {}

    def change(self, demands: tuple[Demand, ...], part: str = "") -> None:
        """Demand these from now on, and no others for this part."""
        if demands != self._parts.get(part, ()):
            self._parts[part] = demands
            self.renew()

    def renew(self) -> None:
        """Only to an engine that is heard: what piles up for a dead one would be old when it is back."""
        heard_ns = self._engine.heard_ns
        if not heard_ns or self._clock.monotonic_ns() - heard_ns > ENGINE_SILENT_AFTER_NS:
            return
        demands = tuple(one for part in self._parts.values() for one in part)
        try:
            self._engine.requester.send(DeclareDemands(self._name, demands))
        except NoAnswer as error:
            log.warning("demands could not be declared: %s", error)
