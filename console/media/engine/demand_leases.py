"""What each client wants to see, for as long as it keeps saying so. Times are passed in."""

from dataclasses import dataclass

from console.domain.media import Demand
from console.protocol.engine_messages import DEMAND_LEASE_S

LEASE_NS = int(DEMAND_LEASE_S * 1e9)


@dataclass(frozen=True, slots=True)
class Lease:
    """A client's demands and when they lapse."""

    demands: tuple[Demand, ...]
    until_ns: int


class DemandLeases:
    """All clients' demands."""

    def __init__(self) -> None:
        self._leases: dict[str, Lease] = {}

    def declare(self, client: str, demands: tuple[Demand, ...], now_ns: int) -> bool:
        """Replace what the client wants and renew its lease; True when it wants something else now."""
        before = self._leases.get(client)
        self._leases[client] = Lease(demands, now_ns + LEASE_NS)
        return before is None or before.demands != demands

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
