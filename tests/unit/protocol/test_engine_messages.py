"""What nobody has told of a stream is nothing."""

from msgspec.structs import asdict

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand
from console.domain.picture import PictureState
from console.protocol.engine_messages import FeedHealth


def test_a_stream_of_which_little_is_known_has_no_figures() -> None:
    told = asdict(FeedHealth(FeedId("a"), Profile.SUB, "worker-0", PictureState.CONNECTING))
    unknown = {
        name: value for name, value in told.items() if name not in ("feed", "profile", "worker", "state")
    }
    assert not any(value for name, value in unknown.items() if name != "tier"), unknown


def test_a_demand_is_of_the_present_and_seen() -> None:
    demand = Demand(FeedId("a"), 320, 180)
    assert demand.visible and demand.delay_ms == 0
