"""What each client wants to see, for as long as it keeps saying so. Times are passed in."""

from dataclasses import dataclass
from enum import IntEnum

from console.domain.media import Demand
from console.protocol.engine_messages import DEMAND_LEASE_S

LEASE_NS = int(DEMAND_LEASE_S * 1e9)


class Wants(IntEnum):
    """What a client wants beside what it wanted before: the same, less or in another rank, other pictures."""

    NOTHING = 0
    OTHER_RANKS = 1
    OTHER_PICTURES = 2


@dataclass(frozen=True, slots=True)
class Lease:
    """A client's demands and when they lapse."""

    demands: tuple[Demand, ...]
    until_ns: int


class DemandLeases:
    """All clients' demands."""

    def __init__(self) -> None:
        self._leases: dict[str, Lease] = {}

    def declare(self, client: str, demands: tuple[Demand, ...], now_ns: int) -> Wants:
        """Replace what the client wants and renew its lease; what it wants now that it did not before."""
        before = self._leases.get(client)
        self._leases[client] = Lease(demands, now_ns + LEASE_NS)
        had = before.demands if before is not None else ()
        if before is not None and had == demands:
            return Wants.NOTHING
        is_known = {_picture(demand) for demand in demands} <= {_picture(demand) for demand in had}
        return Wants.OTHER_RANKS if is_known else Wants.OTHER_PICTURES

    def expire(self, now_ns: int) -> tuple[str, ...]:
        """Forget the clients whose lease lapsed, and name them."""
        gone = tuple(client for client, lease in self._leases.items() if now_ns >= lease.until_ns)
        for client in gone:
            del self._leases[client]
        return gone

    def demands(self) -> tuple[Demand, ...]:
        """Every demand, those for something that is on no screen too."""
        return tuple(demand for lease in self._leases.values() for demand in lease.demands)

    def clients(self) -> int:
        """How many clients hold a lease."""
        return len(self._leases)


def _picture(demand: Demand) -> tuple[object, ...]:
    return demand.feed, demand.width, demand.height, demand.delay_ms, demand.visible
