from console.domain.ids import FeedId
from console.domain.media import Demand
from console.media.engine.demand_leases import LEASE_NS, DemandLeases

A = Demand(FeedId("a"), 160, 90)
B = Demand(FeedId("b"), 160, 90)


def test_demands_are_all_clients() -> None:
    leases = DemandLeases()
    leases.declare("display-1", (A,), 0)
    leases.declare("display-2", (B, hidden := Demand(FeedId("c"), 9, 9, visible=False)), 0)
    assert leases.demands() == (A, B, hidden)


def test_only_another_want_is_a_change() -> None:
    leases = DemandLeases()
    assert leases.declare("d", (A,), 0)
    assert not leases.declare("d", (A,), 1)
    assert leases.declare("d", (B,), 2)
    assert leases.declare("d", (), 3)


def test_client_that_stopped_declaring_has_no_demands() -> None:
    leases = DemandLeases()
    leases.declare("gone", (A,), 0)
    leases.declare("there", (B,), 0)
    leases.declare("there", (B,), 10)
    assert leases.expire(LEASE_NS - 1) == ()
    assert leases.expire(LEASE_NS) == ("gone",)
    assert leases.demands() == (B,)
