"""The one plan: which stream, tier and slot serves which demand, within what the machine can do.

Pure: time and everything known are passed in, the next state comes out beside the plan.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand, Priority, SlotKey, SlotPlan, StreamKey
from console.domain.policies.media_plan.main_streams import MainRoom, MainWish, grant_mains
from console.domain.policies.media_plan.plan_inputs import (
    CameraState,
    Inputs,
    Plan,
    PlanFigures,
    PlanState,
    StreamFigures,
    WorkerTask,
    learn,
    learnt,
    small_profile,
)
from console.domain.policies.media_plan.profiles import (
    HAND_OVER_NS,
    HOPELESS_NS,
    picture_height,
    step_camera,
    suits_main,
)
from console.domain.policies.media_plan.sessions import (
    is_extra_main,
    network_mbit_s,
    open_streams,
    recorded_streams,
    ring_tasks,
)
from console.domain.policies.media_plan.shedding import Load, shed
from console.domain.tier import Shed, Tier

SMALLEST_SIDE_PX = 2
LARGEST_SIDE_PX = 8192
"""A box beyond these is nobody's tile; it gets no slot."""

Boxes = Mapping[tuple[int, int, int], Priority]
"""A camera's boxes (width, height, delay_ms), each with its best priority."""


def shard(feeds: Iterable[FeedId], workers: Sequence[str]) -> dict[FeedId, str]:
    """Deal the feeds out in the order of their ids: shares differ by one at most, neighbours lie apart."""
    return {feed: workers[index % len(workers)] for index, feed in enumerate(sorted(feeds))}


def adopted(found: Iterable[SlotKey], feeds: Mapping[FeedId, Sequence[Profile]]) -> PlanState:
    """The state of a plan that goes on with slots it did not make itself."""
    main = {box.feed for box in found if box.profile is Profile.MAIN and not box.delay_ms}
    return PlanState(cameras={feed: CameraState(Profile.MAIN) for feed in main if feed in feeds})


def plan(state: PlanState, inputs: Inputs, now_ns: int) -> tuple[PlanState, Plan]:
    """What each worker shall do now. Demands for unknown feeds and impossible boxes are left out."""
    return _Planner(state, inputs, now_ns).run()


class _Planner:
    """One moment's plan; lives for one call."""

    def __init__(self, state: PlanState, inputs: Inputs, now_ns: int) -> None:
        self._state = state
        self._inputs = inputs
        self._now_ns = now_ns
        self._known = {key: learn(learnt(state.known, key), report) for key, report in inputs.reports.items()}
        self._known = {**state.known, **self._known}
        self._wanted = _boxes_by_feed(inputs)

    def run(self) -> tuple[PlanState, Plan]:
        """The next state and the plan."""
        cameras, reduced = self._cameras()
        loads = self._loads(cameras, reduced)
        budget_cores = self._inputs.budgets.decode_cores
        steps = shed(loads, budget_cores, self._now_ns)
        taken = list(zip(loads, steps, strict=True))
        slots = [slot for load, step in taken for slot in load.slots(step)]
        shown = {(slot.key.feed, slot.key.profile) for slot in slots}
        open_keys, linger = open_streams(self._inputs, shown, self._state.linger, self._known, self._now_ns)
        figures = PlanFigures(
            decode_budget_cores=budget_cores,
            decode_used_cores=sum(load.cost(step) for load, step in taken),
            network_used_mbit_s=network_mbit_s(open_keys, self._known),
            main_used=sum(1 for key in open_keys if is_extra_main(key, self._inputs)),
            tiers=self._tiers(slots),
            shed=Counter(slot.shed for slot in slots if slot.shed),
        )
        return (
            PlanState(cameras, self._known, linger),
            Plan(self._deal(open_keys, slots), figures),
        )

    # --- profiles -------------------------------------------------------------------------------------

    def _cameras(self) -> tuple[dict[FeedId, CameraState], dict[FeedId, Shed]]:
        """Each shown camera's next state, and why one shows less than would suit it."""
        wishes = {
            feed: wish
            for feed, boxes in self._wanted.items()
            if (wish := self._wish(feed, boxes)) is not None
        }
        verdicts = grant_mains(list(wishes.values()), self._main_room(wishes))
        cameras: dict[FeedId, CameraState] = {}
        for feed, boxes in self._wanted.items():
            if not _live(boxes):
                continue
            granted = verdicts.get(feed) is Shed.NONE
            refused = verdicts.get(feed, Shed.NONE) is not Shed.NONE
            cameras[feed] = self._step(feed, boxes, granted=granted, refused=refused)
        return cameras, {feed: verdict for feed, verdict in verdicts.items() if verdict}

    def _wish(self, feed: FeedId, boxes: Boxes) -> MainWish | None:
        """The camera's wish for main, if its tiles suit it and its main stream is not known to fail."""
        live = _live(boxes)
        if not live or set(self._inputs.feeds[feed]) != {Profile.SUB, Profile.MAIN}:
            return None
        before = self._before(feed)
        if self._now_ns < before.hopeless_until_ns or self._has_failed(feed, before):
            return None
        sub, main = self._figures(feed, Profile.SUB), self._figures(feed, Profile.MAIN)
        shows_main = before.decided() is Profile.MAIN
        height = max(picture_height(width, height, main) for width, height, _ in live)
        focused = min(live.values()) == Priority.FOCUS and main.height > sub.height
        if not focused and not suits_main(shows_main, height, sub, main):
            return None
        small, large = (self._load(feed, profile, 0, live) for profile in (Profile.SUB, Profile.MAIN))
        holds = before.profile is Profile.MAIN
        return MainWish(feed, small, large, shows_main, holds)

    def _main_room(self, wishes: Mapping[FeedId, MainWish]) -> MainRoom:
        """What the streams that are there in any case leave over."""
        small = {(feed, small_profile(self._inputs.feeds[feed])) for feed in self._wanted}
        leaving = {
            (feed, Profile.MAIN)
            for feed in self._wanted
            if feed not in wishes and is_extra_main((feed, self._before(feed).profile), self._inputs)
        }
        others = [
            self._load(feed, small_profile(self._inputs.feeds[feed]), 0, _live(boxes))
            for feed, boxes in self._wanted.items()
            if feed not in wishes and _live(boxes)
        ]
        budgets = self._inputs.budgets
        return MainRoom(
            count=budgets.main_streams - len(leaving),
            network_mbit_s=budgets.network_mbit_s - network_mbit_s(small | leaving, self._known),
            decode_cores=budgets.decode_cores,
            others=[*others, *self._rewinds()],
        )

    def _step(self, feed: FeedId, boxes: Boxes, *, granted: bool, refused: bool) -> CameraState:
        before = self._before(feed)
        failed = self._has_failed(feed, before)
        if failed:
            before = replace(before, hopeless_until_ns=self._now_ns + HOPELESS_NS)
        small = small_profile(self._inputs.feeds[feed])
        focused = min(_live(boxes).values()) == Priority.FOCUS
        still_warm = feed not in self._state.cameras and self._is_live((feed, Profile.MAIN))
        return step_camera(
            before,
            Profile.MAIN if granted else small,
            at_once=(granted and (focused or still_warm)) or failed or refused,
            ready=self._is_ready(feed, before, boxes),
            now_ns=self._now_ns,
        )

    def _before(self, feed: FeedId) -> CameraState:
        return self._state.cameras.get(feed) or CameraState(small_profile(self._inputs.feeds[feed]))

    def _has_failed(self, feed: FeedId, before: CameraState) -> bool:
        """Whether the main stream that it shows is lost, while the small one is there."""
        if before.profile is Profile.SUB or Profile.SUB not in self._inputs.feeds[feed]:
            return False
        report = self._inputs.reports.get((feed, Profile.MAIN))
        return report is not None and report.lost and self._is_live((feed, Profile.SUB))

    def _is_ready(self, feed: FeedId, before: CameraState, boxes: Boxes) -> bool:
        """Whether the coming profile has pictures in every slot, as far as reports tell."""
        if before.coming is None:
            return False
        report = self._inputs.reports.get((feed, before.coming))
        if report is None or not report.live:
            return False
        slots = (SlotKey(feed, before.coming, width, height) for width, height, _ in _live(boxes))
        if not all(slot in self._inputs.placed for slot in slots):
            return False
        return report.drawn_fps > 0 or self._now_ns - before.coming_ns >= HAND_OVER_NS

    def _is_live(self, key: StreamKey) -> bool:
        report = self._inputs.reports.get(key)
        return report is not None and report.live

    def _figures(self, feed: FeedId, profile: Profile) -> StreamFigures:
        return learnt(self._known, (feed, profile))

    # --- loads ----------------------------------------------------------------------------------------

    def _loads(self, cameras: Mapping[FeedId, CameraState], reduced: Mapping[FeedId, Shed]) -> list[Load]:
        loads = self._rewinds()
        for feed, camera in cameras.items():
            live = _live(self._wanted[feed])
            for profile in {camera.profile, camera.decided()}:
                load = self._load(feed, profile, 0, live)
                small = profile is small_profile(self._inputs.feeds[feed])
                why = reduced.get(feed, Shed.NONE) if small else Shed.NONE
                loads.append(replace(load, large=not small, reduced=why))
        return sorted(loads, key=lambda load: load.boxes)

    def _rewinds(self) -> list[Load]:
        """What is played from a ring: of the small profile, as that one is always warm."""
        loads = []
        for feed, boxes in self._wanted.items():
            profile = small_profile(self._inputs.feeds[feed])
            for delay_ms in sorted({delay for _, _, delay in boxes if delay}):
                its = {box: priority for box, priority in boxes.items() if box[2] == delay_ms}
                loads.append(self._load(feed, profile, delay_ms, its))
        return loads

    def _load(self, feed: FeedId, profile: Profile, delay_ms: int, boxes: Boxes) -> Load:
        slots = tuple(SlotKey(feed, profile, width, height, delay_ms) for width, height, _ in sorted(boxes))
        return Load(slots, min(boxes.values()), self._figures(feed, profile))

    # --- tasks ----------------------------------------------------------------------------------------

    def _deal(self, open_keys: set[StreamKey], slots: Sequence[SlotPlan]) -> dict[str, WorkerTask]:
        home = shard(self._inputs.feeds, self._inputs.workers)
        shown = {(slot.key.feed, slot.key.profile) for slot in slots}
        recorded = recorded_streams(self._inputs, shown, self._known)
        streams = ring_tasks(open_keys, self._inputs, self._known, recorded)
        tasks = {}
        for worker in self._inputs.workers:
            mine = tuple(stream for stream in streams if home[stream.feed] == worker)
            tasks[worker] = WorkerTask(mine, tuple(sorted(s for s in slots if home[s.key.feed] == worker)))
        return tasks

    def _tiers(self, slots: Sequence[SlotPlan]) -> Counter[Tier]:
        best: dict[FeedId, Tier] = dict.fromkeys(self._inputs.feeds, Tier.HIDDEN)
        for slot in slots:
            best[slot.key.feed] = max(best[slot.key.feed], slot.tier)
        return Counter(best.values())


def _live(boxes: Boxes) -> Boxes:
    """Those that show the head of the stream."""
    return {box: priority for box, priority in boxes.items() if not box[2]}


def _boxes_by_feed(inputs: Inputs) -> dict[FeedId, Boxes]:
    """Each wanted feed's boxes, equal ones together at the best priority."""
    found: dict[FeedId, dict[tuple[int, int, int], Priority]] = {}
    for want in inputs.wants:
        if want.feed in inputs.feeds and want.visible and _is_possible(want):
            box = (want.width, want.height, want.delay_ms)
            its = found.setdefault(want.feed, {})
            its[box] = min(want.priority, its.get(box, want.priority))
    return {feed: found[feed] for feed in sorted(found)}


def _is_possible(want: Demand) -> bool:
    sides = (want.width, want.height)
    return min(sides) >= SMALLEST_SIDE_PX and max(sides) <= LARGEST_SIDE_PX
