from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand, Priority, SlotKey
from console.domain.policies.media_plan.plan_inputs import (
    Budgets,
    Inputs,
    Plan,
    PlanState,
    StreamReport,
    WorkerTask,
)
from console.domain.policies.media_plan.planner import adopted, plan, shard
from console.domain.policies.media_plan.profiles import DWELL_NS
from console.domain.policies.media_plan.sessions import LINGER_NS
from console.domain.tier import Shed, Tier

FEEDS = st.sets(st.integers(0, 400).map(lambda number: FeedId(f"cam-{number:03}")), max_size=60)
WORKERS = st.integers(1, 6).map(lambda count: [f"worker-{index}" for index in range(count)])
A, B = FeedId("a"), FeedId("b")
BOTH = (Profile.SUB, Profile.MAIN)
T0 = 100_000_000_000
LIVE = StreamReport(live=True, fps=15.0, gop_s=2.0, kbps=500.0, drawn_fps=15.0)

WANTS = st.lists(
    st.builds(
        Demand,
        st.integers(0, 30).map(lambda number: FeedId(f"cam-{number:02}")),
        st.sampled_from([100, 240, 960, 1920]),
        st.sampled_from([54, 135, 540, 1080]),
        priority=st.sampled_from([Priority.FOCUS, Priority.INCIDENT, Priority.GRID]),
        delay_ms=st.sampled_from([0, 0, 0, 10_000]),
    ),
    max_size=40,
)


def site(wants: list[Demand], **changes: object) -> Inputs:
    feeds = {FeedId(f"cam-{number:02}"): BOTH if number % 3 else (Profile.SUB,) for number in range(30)}
    return replace(Inputs(wants, feeds, ["w0", "w1"]), **changes)  # type: ignore[arg-type]


def one_camera(*wants: Demand, **changes: object) -> Inputs:
    return replace(Inputs(wants, {A: BOTH}, ["w"]), **changes)  # type: ignore[arg-type]


def boxes(made: Plan) -> list[SlotKey]:
    return [slot.key for task in made.tasks.values() for slot in task.slots]


def profiles(made: Plan) -> list[str]:
    return [box.profile.value for box in boxes(made)]


def answered(inputs: Inputs, made: Plan) -> Inputs:
    """As if the workers had carried it out: all streams live, all slots placed and drawn into."""
    reports = {(s.feed, s.profile): LIVE for task in made.tasks.values() for s in task.streams}
    return replace(inputs, reports=reports, placed=frozenset(boxes(made)))


@given(FEEDS, WORKERS)
def test_shares_differ_by_one_at_most(feeds: set[FeedId], workers: list[str]) -> None:
    home = shard(feeds, workers)
    shares = [sum(1 for worker in home.values() if worker == name) for name in workers]
    assert set(home) == feeds
    assert max(shares) - min(shares) <= 1


@given(FEEDS, WORKERS)
def test_every_feed_has_one_session_whether_shown_or_not(feeds: set[FeedId], workers: list[str]) -> None:
    _, made = plan(PlanState(), Inputs([], dict.fromkeys(feeds, BOTH), workers), T0)
    streams = [(stream.feed, stream.profile) for task in made.tasks.values() for stream in task.streams]
    assert sorted(streams) == sorted((feed, Profile.SUB) for feed in feeds)
    assert all(task.slots == () for task in made.tasks.values())


def test_camera_with_main_alone_is_shown_by_it() -> None:
    _, made = plan(PlanState(), Inputs([Demand(A, 160, 90)], {A: (Profile.MAIN,)}, ["w"]), T0)
    assert profiles(made) == ["main"]
    assert made.figures.main_used == 0  # it is the camera's only stream, not one more


def test_equal_boxes_share_a_slot_at_the_best_priority() -> None:
    wants = [
        Demand(A, 160, 90),
        Demand(A, 160, 90, priority=Priority.INCIDENT),
        Demand(A, 320, 180),
    ]
    _, made = plan(PlanState(), one_camera(*wants), T0)
    assert boxes(made) == [SlotKey(A, Profile.SUB, 160, 90), SlotKey(A, Profile.SUB, 320, 180)]
    assert {slot.priority for slot in made.tasks["w"].slots} == {Priority.INCIDENT}  # one decoder serves both


def test_unknown_feeds_impossible_boxes_and_invisible_tiles_get_nothing() -> None:
    wants = [
        Demand(B, 160, 90),
        Demand(A, 0, 90),
        Demand(A, 160, 9000),
        Demand(A, 160, 90, visible=False),
    ]
    _, made = plan(PlanState(), one_camera(*wants), T0)
    assert boxes(made) == []


def test_large_tile_is_shown_by_sub_until_main_has_pictures() -> None:
    inputs = one_camera(Demand(A, 960, 540))
    state, made = plan(PlanState(), inputs, T0)
    assert profiles(made) == ["sub"]
    inputs = answered(inputs, made)
    state, made = plan(state, inputs, T0 + DWELL_NS)
    assert profiles(made) == ["main", "sub"]
    state, made = plan(state, inputs, T0 + 2 * DWELL_NS)  # nothing of main is reported yet
    assert profiles(made) == ["main", "sub"]
    state, made = plan(state, answered(inputs, made), T0 + 2 * DWELL_NS)
    assert profiles(made) == ["main"]
    assert made.tasks["w"].slots[0].tier is Tier.LARGE
    assert [stream.profile.value for stream in made.tasks["w"].streams] == ["main", "sub"]


def test_focus_is_on_main_at_once_even_in_a_small_tile() -> None:
    _, made = plan(PlanState(), one_camera(Demand(A, 240, 135, priority=Priority.FOCUS)), T0)
    assert profiles(made) == ["main", "sub"]
    assert {slot.tier for slot in made.tasks["w"].slots} == {Tier.FOCUS}


def test_main_that_is_lost_gives_way_to_sub_and_is_left_alone_for_a_while() -> None:
    inputs = one_camera(Demand(A, 960, 540))
    state = adopted([SlotKey(A, Profile.MAIN, 960, 540)], inputs.feeds)
    reports = {(A, Profile.SUB): LIVE, (A, Profile.MAIN): StreamReport(live=False, lost=True)}
    failing = replace(inputs, reports=reports)
    state, made = plan(state, failing, T0)
    assert profiles(made) == ["main", "sub"]
    failing = replace(failing, placed=frozenset(boxes(made)))
    for second in range(1, 20):
        state, made = plan(state, failing, T0 + second * DWELL_NS)
    assert profiles(made) == ["sub"]
    assert {stream.profile.value for stream in made.tasks["w"].streams} == {"sub"}


def test_main_stays_open_for_a_while_and_is_back_at_once() -> None:
    inputs = one_camera(Demand(A, 960, 540))
    state = adopted([SlotKey(A, Profile.MAIN, 960, 540)], inputs.feeds)
    state, made = plan(state, inputs, T0)
    hidden = replace(answered(inputs, made), wants=[])
    state, made = plan(state, hidden, T0 + 1)
    assert len(made.tasks["w"].streams) == 2
    _, made_again = plan(state, replace(hidden, wants=inputs.wants), T0 + 2)
    assert profiles(made_again) == ["main", "sub"]
    _, made = plan(state, hidden, T0 + LINGER_NS)
    assert [stream.profile.value for stream in made.tasks["w"].streams] == ["sub"]


def test_refused_main_says_why() -> None:
    inputs = one_camera(Demand(A, 960, 540), budgets=Budgets(main_streams=0))
    _, made = plan(PlanState(), inputs, T0)
    assert [slot.shed for slot in made.tasks["w"].slots] == [Shed.MAIN_STREAMS]
    assert made.figures.shed == {Shed.MAIN_STREAMS: 1}


def test_rewind_plays_the_warm_profile_beside_the_live_one() -> None:
    _, made = plan(PlanState(), one_camera(Demand(A, 960, 540, delay_ms=10_000)), T0)
    assert boxes(made) == [SlotKey(A, Profile.SUB, 960, 540, 10_000)]


@given(WANTS, st.integers(0, 4), st.sampled_from([0.0, 30.0, 120.0, 400.0]), st.integers(1, 60))
def test_budgets_hold_while_plans_follow_each_other(
    wants: list[Demand], mains: int, decode_cores: float, network_mbit_s: float
) -> None:
    inputs = site(wants, budgets=Budgets(decode_cores, float(network_mbit_s), mains))
    state, now_ns = PlanState(), T0
    for turn in range(8):
        mine = wants[turn * 2 :] if turn % 2 else wants
        state, made = plan(state, replace(inputs, wants=mine), now_ns)
        inputs = answered(inputs, made)
        shown = {(box.feed, box.profile) for box in boxes(made)}
        assert made.figures.main_used <= mains
        assert made.figures.network_used_mbit_s <= max(
            network_mbit_s, 0.5 * len({f for f, _ in shown}) + 1e-9
        )
        if decode_cores and made.figures.decode_used_cores > decode_cores:
            tiers = {slot.tier for task in made.tasks.values() for slot in task.slots}
            assert tiers == {Tier.KEYFRAMES}  # everybody has given all there is to give
        now_ns += DWELL_NS


@given(WANTS)
def test_every_visible_demand_has_its_slot_at_the_worker_with_its_session(wants: list[Demand]) -> None:
    inputs = site(wants, budgets=Budgets(decode_cores=0.07))
    _, made = plan(PlanState(), inputs, T0)
    found = {(box.feed, box.width, box.height, box.delay_ms) for box in boxes(made)}
    assert found == {(w.feed, w.width, w.height, w.delay_ms) for w in wants if w.feed in inputs.feeds}
    for task in made.tasks.values():
        open_streams = {(stream.feed, stream.profile) for stream in task.streams}
        assert {(slot.key.feed, slot.key.profile) for slot in task.slots} <= open_streams


@given(WANTS, st.randoms(use_true_random=False))
def test_same_inputs_make_the_same_plan_in_whatever_order(wants: list[Demand], chance: object) -> None:
    shuffled = list(wants)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    budgets = Budgets(decode_cores=0.2)
    one = plan(PlanState(), site(wants, budgets=budgets), T0)
    assert plan(PlanState(), site(shuffled, budgets=budgets), T0) == one


def test_many_cameras_change_at_once() -> None:
    feeds = {FeedId(f"cam-{number}"): BOTH for number in range(9)}
    wants = [Demand(feed, 960, 540) for feed in feeds]
    inputs = Inputs(wants, feeds, ["w"])
    state, _ = plan(PlanState(), inputs, T0)
    _, made = plan(state, inputs, T0 + DWELL_NS)
    assert profiles(made).count("main") == 9


def test_nothing_is_planned_for_nobody() -> None:
    assert plan(PlanState(), Inputs([], {}, ["w"]), T0)[1].tasks == {"w": WorkerTask()}
