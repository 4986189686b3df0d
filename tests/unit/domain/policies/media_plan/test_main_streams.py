from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Priority, SlotKey
from console.domain.policies.media_plan.main_streams import MainRoom, MainWish, grant_mains
from console.domain.policies.media_plan.plan_inputs import ASSUMED
from console.domain.policies.media_plan.shedding import Load
from console.domain.tier import Shed

PLENTY = MainRoom(count=16, network_mbit_s=1000.0, decode_cores=0.0, others=())


def wish(
    number: int, priority: Priority = Priority.GRID, width: int = 960, *, has_it: bool = False
) -> MainWish:
    feed = FeedId(f"cam-{number}")
    small, main = (
        Load((SlotKey(feed, profile, width, width * 9 // 16),), priority, ASSUMED[profile])
        for profile in (Profile.SUB, Profile.MAIN)
    )
    return MainWish(feed, small, main, has_it, has_it)


def granted(verdicts: dict[FeedId, Shed]) -> list[str]:
    return sorted(feed for feed, verdict in verdicts.items() if not verdict)


def test_count_goes_to_the_important_then_the_large_then_who_has_it() -> None:
    wishes = [wish(1), wish(2, width=1920), wish(3, has_it=True), wish(4), wish(5, Priority.FOCUS)]
    room = MainRoom(count=3, network_mbit_s=1000.0, decode_cores=0.0, others=())
    verdicts = dict(grant_mains(wishes, room))
    assert granted(verdicts) == ["cam-2", "cam-3", "cam-5"]
    assert verdicts[FeedId("cam-1")] is Shed.MAIN_STREAMS


def test_newcomer_waits_until_its_place_is_really_free() -> None:
    wishes = [wish(1, has_it=True), wish(2, Priority.FOCUS)]
    room = MainRoom(count=1, network_mbit_s=1000.0, decode_cores=0.0, others=())
    verdicts = grant_mains(wishes, room)
    assert set(verdicts.values()) == {Shed.MAIN_STREAMS}  # cam-1 leaves, then cam-2 comes


def test_network_limits_and_keeps_a_head_room_for_newcomers_alone() -> None:
    room = MainRoom(count=16, network_mbit_s=4.2, decode_cores=0.0, others=())
    assert grant_mains([wish(1)], room) == {"cam-1": Shed.NETWORK}
    assert grant_mains([wish(1, has_it=True)], room) == {"cam-1": Shed.NONE}


def test_grid_gets_main_only_while_everybody_keeps_all_and_focus_takes_from_them() -> None:
    others = [wish(number).small for number in range(10, 40)]
    room = MainRoom(count=16, network_mbit_s=1000.0, decode_cores=0.5, others=others)
    assert grant_mains([wish(1)], room) == {"cam-1": Shed.CPU}
    assert grant_mains([wish(1, Priority.FOCUS)], room) == {"cam-1": Shed.NONE}


def test_without_limits_all_is_granted() -> None:
    assert set(grant_mains([wish(number) for number in range(16)], PLENTY).values()) == {Shed.NONE}
