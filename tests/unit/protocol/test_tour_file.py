"""Tour files: what is written is read again, and what is wrong is named."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.errors import SightlineError
from console.domain.ids import FeedId
from console.domain.tour import Tour, TourStep
from console.protocol.tour_file import read_tour, tour_content

tours = st.builds(
    lambda steps, shuffled: Tour("night", tuple(TourStep(FeedId(feed), s) for feed, s in steps), shuffled),
    st.lists(st.tuples(st.text(min_size=1, max_size=8), st.integers(2, 3600)), min_size=1, max_size=6),
    st.booleans(),
)


@given(tours)
def test_what_is_written_is_read_again(tour: Tour) -> None:
    content = tour_content(tour)
    assert next(iter(content)) == "schema_version"
    assert read_tour(json.dumps(content), "night.json") == tour


def test_a_dwell_and_an_order_may_be_left_out() -> None:
    body = b'{"schema_version": 1, "name": "night", "steps": [{"feed": "cam-001"}]}'
    assert read_tour(body, "night.json") == Tour("night", (TourStep(FeedId("cam-001"), 10),))


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("[", "not a tour file"),
        ('{"schema_version": 2, "name": "n", "steps": []}', "schema_version 2"),
        ('{"schema_version": 1, "name": "n", "steps": []}', "1 to 500 steps"),
        ('{"schema_version": 1, "name": "n", "steps": [{"feed": "a", "dwell_s": 1}]}', "a dwells 1 s"),
        ('{"schema_version": 1, "name": "n", "steps": [{"feed": "a", "dwell": 9}]}', "dwell"),
        (b'\n{"schema_version": 1, "name": "\xff"}', "night.json:2"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(body: str | bytes, named: str) -> None:
    with pytest.raises(SightlineError) as raised:
        read_tour(body, "night.json")
    assert "night.json" in str(raised.value) and named in str(raised.value)
