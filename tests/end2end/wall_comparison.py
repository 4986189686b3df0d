"""Whether a monitor of a replay shows what its moment was, and looks as the live one did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from console.app.bench.tile_truth import is_bright, picture_box
from console.domain.ids import FeedId
from console.protocol.process_config import RecordedState
from console.protocol.replay_messages import SeekReplay
from console.ui.theme import PICTURE_BRIGHTNESS
from console.ui.wall.grid import Box
from tests.end2end.recorded_incident import EDGE_PX, Picture, WallShot, boxes_of, strips_of
from tests.end2end.recorded_pictures import Painted, RecordedPictures, apart
from tests.end2end.replayed_site import ReplayedSite
from tests.watch.waiting import becomes_true, wait_until

MS = 1_000_000
LEAST_READ = 10
"""Of twelve cameras; a strip may lie over something as bright."""
LATE_MS = 250
"""From core's clock to the painted picture."""
LIVE_BOUND_MS = 2_600
"""An older picture is dimmed."""
SEEN_WITHIN_S = 10.0
"""After a leap a tile may be dimmed until its picture is there."""
CLOCK_PX = (220, 60)
"""Of the monitor's lower right corner."""
STATE_PX = (160, 50)
"""Of a tile's upper right corner."""
REC_PX = (60, 40, 16)
"""REC's width at a tile's left, and between which heights above its lower edge: a replay records nothing."""


class InStep(NamedTuple):
    """Of one shot while it played. ``apart_ms`` is below 0 where a moment fits all tiles within a picture."""

    feeds: tuple[str, ...]
    apart_ms: float
    late_ms: float

    @property
    def is_in_step(self) -> bool:
        return self.apart_ms < 0 and self.late_ms <= LATE_MS


def in_step(shot: WallShot, pictures: RecordedPictures, begun_ms: int, ended_ms: int) -> InStep:
    """Where the tiles of a shot are, which was taken between these moments of core's."""
    boxes = boxes_of(shot, EDGE_PX)
    shown: dict[str, Painted] = {}
    for (feed, cell), strip in strips_of(shot, EDGE_PX).items():
        painted = shown[feed] = pictures.of_strip(feed, strip, begun_ms * MS, ended_ms * MS)
        assert painted.at_ns <= ended_ms * MS, f"{feed} is shown before it came"
        if is_bright(picture_box(shot.picture, boxes[feed, cell])):
            assert painted.until_ns >= (begun_ms - LIVE_BOUND_MS) * MS, f"{feed} is late and does not say so"
    since_ns = max((one.before_ns for one in shown.values()), default=0)
    until_ns = min((one.after_ns for one in shown.values()), default=0)
    return InStep(tuple(sorted(shown)), (since_ns - until_ns) / MS, begun_ms - until_ns / MS)


def stand_at(replayed: ReplayedSite, pictures: RecordedPictures, at_ms: int, what: str) -> None:
    """Wait until every strip that can be read is that of the moment, one picture more or less."""
    expected = pictures.at(at_ms * 1_000_000)
    wrong: list[dict[str, int]] = []

    def shows() -> bool:
        strips = replayed.strips()
        away = {feed: apart(strip, expected[feed]) for feed, strip in strips.items()}
        wrong.append({feed: pictures for feed, pictures in away.items() if pictures > 1})
        return len(strips) >= LEAST_READ and not wrong[-1]

    try:
        wait_until(shows, 10.0, what)
    except AssertionError as error:
        raise AssertionError(f"{error}; pictures away: {wrong[-3:]}") from None


@dataclass
class Compared:
    """``differences`` in words; ``older`` tiles showed a picture from before the wall was so. ``brief`` ones
    showed one that came with the next within a millisecond, which is as fine as a replay's moments are.

    Of ``dimmed`` ones the log says at their picture's own moment what dims them: what had grown old on a full
    machine is LIVE again only once that picture was seen.
    """

    replayed: ReplayedSite
    pictures: RecordedPictures
    states: Mapping[FeedId, Sequence[RecordedState]]
    tiles: int = 0
    same: int = 0
    older: int = 0
    dimmed: int = 0
    brief: int = 0

    def __post_init__(self) -> None:
        self.differences: list[str] = []

    def compare(self, then: WallShot) -> None:
        """All tiles of a live shot with the replay, at the moments when these showed the same pictures."""
        shot_ns, taken_ns = (self.pictures.log_ns(mono_ns) for mono_ns in (then.from_ns, then.to_ns))
        self.replayed.ask(SeekReplay(shot_ns // MS))
        if then.view not in self.replayed.views():
            self.differences.append(f"at {shot_ns // MS} it shows {self.replayed.views()}, not {then.view}")
        strips = strips_of(then)
        painted = {
            at: self.pictures.of_strip(at[0], strip, shot_ns, taken_ns) for at, strip in strips.items()
        }
        self.tiles += len(painted)
        while painted:
            newest = max(painted, key=lambda at: painted[at].at_ns)
            at_ms = painted[newest].at_ns // MS + 1
            here = {at for at, one in painted.items() if one.at_ns <= at_ms * MS < one.until_ns}
            if newest not in here:
                del painted[newest]
                self.brief += 1
                continue
            bright = {at for at in here if not self._is_dimmed(at[0], at_ms)}
            self.dimmed += len(here - bright)
            self._compare_at(at_ms, then, {at: strips[at] for at in bright})
            painted = {at: one for at, one in painted.items() if at not in here}

    def _is_dimmed(self, feed: str, at_ms: int) -> bool:
        """As the log says."""
        states = self.states.get(FeedId(feed), ())
        return any(one.from_ms <= at_ms < one.to_ms and one.state in PICTURE_BRIGHTNESS for one in states)

    def _compare_at(self, at_ms: int, then: WallShot, strips: dict[tuple[str, int], int]) -> None:
        self.replayed.ask(SeekReplay(at_ms))
        differs: list[str] = []

        def looks_so() -> bool:
            now = next(one for one in self.replayed.shots() if one.view.monitor == then.view.monitor)
            if now.view != then.view:
                differs[:] = [f"its cells are {now.view}"]
                return at_ms * MS < self.pictures.log_ns(then.from_ns)
            found, boxes, boxes_now = strips_of(now, EDGE_PX), boxes_of(then, 0), boxes_of(now, EDGE_PX)
            differs[:] = [
                f"{at} shows {found.get(at, 0):x}, not {strip:x}; {words}"
                for at, strip in strips.items()
                if (words := difference(then, boxes[at], now, boxes_now[at]))
            ]
            return not differs

        if not becomes_true(looks_so, SEEN_WITHIN_S):
            self.differences.append(f"{then.view.monitor} at {at_ms}: {differs}")
        elif differs:
            self.older += len(strips)
        else:
            self.same += len(strips)


def difference(then: WallShot, box: Box, now: WallShot, box_now: Box) -> str:
    """What is another in a tile, in words; clock and state marks do not count."""
    one, other = masked(then, box, 0), masked(now, box_now, EDGE_PX)
    if one.shape != other.shape:
        return f"it is {one.shape}, now {other.shape}"
    away = np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=2)
    if not away.any():
        return ""
    y, x = np.nonzero(away)
    where = f"{x.min()},{y.min()} to {x.max()},{y.max()}"
    return f"{x.size} pixels from {where}, by up to {away.max()}"


def masked(shot: WallShot, box: Box, edge_px: int) -> Picture:
    """A tile without what may be another."""
    picture = shot.picture.copy()
    height, width = picture.shape[:2]
    picture[height - edge_px - CLOCK_PX[1] :, width - edge_px - CLOCK_PX[0] :] = 0
    tile = picture[box.y : box.y + box.height, box.x : box.x + box.width]
    tile[: STATE_PX[1], -STATE_PX[0] :] = 0
    tile[-REC_PX[1] : -REC_PX[2], : REC_PX[0]] = 0
    return tile
