from dataclasses import replace

from console.domain.ids import FeedId
from console.domain.media import Demand, Priority
from console.media.engine.demand_leases import LEASE_NS, DemandLeases, Wants

A = Demand(FeedId("a"), 160, 90)
B = Demand(FeedId("b"), 160, 90)


def test_demands_are_all_clients() -> None:
    leases = DemandLeases()
    leases.declare("display-1", (A,), 0)
    leases.declare("display-2", (B, hidden := Demand(FeedId("c"), 9, 9, visible=False)), 0)
    assert leases.demands() == (A, B, hidden)


def test_other_pictures_are_more_than_other_ranks_and_these_more_than_nothing() -> None:
    leases = DemandLeases()
    warmed = replace(A, priority=Priority.WARMED)
    for demands, wants in (
        ((warmed,), Wants.OTHER_PICTURES),
        ((warmed,), Wants.NOTHING),
        ((A,), Wants.OTHER_RANKS),
        ((A, B), Wants.OTHER_PICTURES),
        ((B,), Wants.OTHER_RANKS),
        ((replace(B, delay_ms=5_000),), Wants.OTHER_PICTURES),
        ((), Wants.OTHER_RANKS),
    ):
        assert leases.declare("d", demands, 0) is wants


def test_client_that_stopped_declaring_has_no_demands() -> None:
    leases = DemandLeases()
    leases.declare("gone", (A,), 0)
    leases.declare("there", (B,), 0)
    leases.declare("there", (B,), 10)
    assert leases.expire(LEASE_NS - 1) == ()
    assert leases.expire(LEASE_NS) == ("gone",)
    assert leases.demands() == (B,)
