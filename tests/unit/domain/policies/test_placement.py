"""Which cell takes which feed."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.alert import SEVERITY_RANK, Severity
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.policies.geometry import Sighting
from console.domain.policies.placement import Claim, Spot, claim, number_of, place

NEW = IncidentId("i-000009")
MINE = claim(Severity.SEVERE, unacknowledged=True, number=9)

claims = st.builds(
    lambda severity, unacknowledged, number: claim(severity, unacknowledged=unacknowledged, number=number),
    st.sampled_from(Severity),
    st.booleans(),
    st.integers(1, 20).filter(lambda n: n != 9),
)
feeds = st.integers(0, 11).map(lambda k: FeedId(f"cam-{k}"))


@st.composite
def walls(draw: st.DrawFn) -> list[Spot]:
    count = draw(st.integers(0, 14))
    return [
        Spot(
            monitor=MonitorId(f"wall-{index % 2}"),
            cell=CellIndex(index // 2),
            area_permille=draw(st.sampled_from([31, 62, 250])),
            auto=draw(st.booleans()),
            hand=draw(st.booleans()),
            feed=draw(st.none() | feeds),
            held_by=draw(st.none() | claims),
        )
        for index in range(count)
    ]


sighting_lists = st.lists(feeds, max_size=6, unique=True).map(
    lambda names: [Sighting(name, index, 100 * index, True) for index, name in enumerate(names)]
)


@given(sighting_lists, walls())
def test_every_placement_keeps_the_rules(sightings: list[Sighting], wall: list[Spot]) -> None:
    placement = place(NEW, MINE, sightings, wall)
    spots = {(spot.monitor, spot.cell): spot for spot in wall}
    where = [(overlay.monitor, overlay.cell) for overlay in placement.overlays]
    assert len(placement.overlays) + placement.unplaced == len(sightings)
    assert len(set(where)) == len(where), "two feeds in one cell"
    for overlay in placement.overlays:
        spot = spots[(overlay.monitor, overlay.cell)]
        if overlay.reason.already_shown:
            assert spot.feed == overlay.feed
        else:
            assert spot.auto and not spot.hand
            shown_at = [other.area_permille for other in wall if other.feed == overlay.feed]
            assert all(area < spot.area_permille for area in shown_at), "it had so large a cell already"
            assert spot.held_by is None or spot.held_by < MINE
            assert overlay.reason.displaced == spot.feed


@given(sighting_lists, walls())
def test_nothing_is_left_out_while_a_cell_may_be_taken(sightings: list[Sighting], wall: list[Spot]) -> None:
    placement = place(NEW, MINE, sightings, wall)
    used = {(overlay.monitor, overlay.cell) for overlay in placement.overlays}
    takeable = [
        spot for spot in wall if spot.auto and not spot.hand and (spot.held_by is None or spot.held_by < MINE)
    ]
    if placement.unplaced:
        assert all((spot.monitor, spot.cell) in used for spot in takeable)


@given(sighting_lists, walls())
def test_the_same_wall_gives_the_same_places(sightings: list[Sighting], wall: list[Spot]) -> None:
    assert place(NEW, MINE, sightings, wall) == place(NEW, MINE, sightings, wall)


def _spot(cell: int, held_by: Claim | None = None, area: int = 31, feed: str | None = None) -> Spot:
    return Spot(
        MonitorId("wall-1"), CellIndex(cell), area, auto=True, hand=False,
        feed=FeedId(feed) if feed else None, held_by=held_by,
    )  # fmt: skip


def _cells_taken(count: int, wall: list[Spot]) -> list[int]:
    wanted = [Sighting(FeedId(f"new-{k}"), k, k, True) for k in range(count)]
    return [overlay.cell for overlay in place(NEW, MINE, wanted, wall).overlays]


def test_the_largest_free_cell_then_an_empty_one_then_in_order() -> None:
    wall = [_spot(0, feed="a"), _spot(1, feed="b"), _spot(2), _spot(3, area=250, feed="c")]
    assert _cells_taken(4, wall) == [3, 2, 0, 1]


def test_acknowledged_and_older_and_milder_incidents_give_way_in_that_order() -> None:
    milder = claim(Severity.MODERATE, unacknowledged=True, number=8)
    older = claim(Severity.SEVERE, unacknowledged=True, number=3)
    acknowledged = claim(Severity.SEVERE, unacknowledged=False, number=8)
    worse = claim(Severity.EXTREME, unacknowledged=False, number=1)
    wall = [_spot(0, worse), _spot(1, older), _spot(2, acknowledged), _spot(3, milder), _spot(4)]
    assert _cells_taken(5, wall) == [4, 3, 2, 1]


_facts = st.tuples(st.sampled_from(Severity), st.booleans(), st.integers(1, 2**47))


@given(_facts, _facts)
def test_a_claim_is_stronger_by_severity_then_unseen_then_newer(
    one: tuple[Severity, bool, int], other: tuple[Severity, bool, int]
) -> None:
    def strength(facts: tuple[Severity, bool, int]) -> tuple[int, bool, int]:
        return -SEVERITY_RANK[facts[0]], *facts[1:]

    def made(facts: tuple[Severity, bool, int]) -> Claim:
        return claim(facts[0], unacknowledged=facts[1], number=facts[2])

    assert (made(one) < made(other)) == (strength(one) < strength(other))
    assert number_of(made(one)) == one[2]
