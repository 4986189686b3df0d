"""What the operator does with wall presets: the commands that core gets, and what takes them back."""

from collections.abc import Callable

import pytest
from msgspec import Struct

from console.domain.ids import FeedId, MonitorId
from console.protocol.command_sender import Became, Outcome
from console.protocol.preset_messages import (
    DeletePreset,
    LoadPreset,
    PresetHead,
    RenamePreset,
    RestorePreset,
    SavePreset,
)
from console.protocol.wall_messages import UndoLoad
from console.ui.desk.done_acts import Conflict, DoneActs
from console.ui.desk.preset_acts import CONFLICT, PresetActs
from console.ui.desk.site_view import SiteView
from tests.fakes.desk_city import city_cameras, city_monitors

WALL_1, WALL_77 = MonitorId("wall-1"), MonitorId("wall-77")
NIGHT = PresetHead("night", 3, (WALL_1,), 41, "ana")


class Acts(PresetActs):
    """Acts of a desk whose commands and words are kept; ``answer`` is core's on the last one."""

    def __init__(self) -> None:
        self.view = SiteView()
        self.view.monitors = {one.monitor: one for one in city_monitors(city_cameras())}
        self.view.presets = (NIGHT,)
        self.given: list[tuple[Struct, str]] = []
        self.told: list[str] = []
        self.conflicts: list[Conflict] = []
        self.done = DoneActs(lambda command, words: self.given.append((command, words)))
        super().__init__(self.view, self.done)
        self.said.connect(lambda text, bad: self.told.append(text))
        self.conflict.connect(self.conflicts.append)

    @property
    def last(self) -> Struct:
        return self.given[-1][0]

    def answer(self, n: int, became: Became = Became.DONE, code: str = "", why: str = "") -> None:
        outcome = Outcome(became, "", why, code=code, n=n, command=self.last)
        self.done.came_out(outcome)
        self.came_out(outcome)


@pytest.fixture
def acts() -> Acts:
    return Acts()


def test_a_number_loads_the_preset_that_has_it(acts: Acts) -> None:
    acts.load_number(3)
    assert acts.given == [(LoadPreset("night"), "wall preset night loaded")]
    acts.load_number(4)
    assert acts.told == ["No wall preset has number 4: there is 3 night."]
    acts.view.presets = ()
    acts.load_number(3)
    assert acts.told[1] == "No wall preset has number 3: save one with a number first."


def test_what_the_site_has_not_is_told_as_it_is_loaded(acts: Acts) -> None:
    acts.view.presets = (PresetHead("far", 3, (WALL_1, WALL_77), 41, missing_feeds=(FeedId("cam-9"),)),)
    acts.load("far")
    assert acts.given[-1][1] == (
        "wall preset far loaded; the site has no camera cam-9: such cells stay empty; "
        "the site has no monitor wall-77: what is there for it is left out"
    )


@pytest.mark.parametrize(
    ("act", "there_after", "back"),
    [
        (lambda acts: acts.load("night"), (NIGHT,), UndoLoad(50)),
        (lambda acts: acts.save("late"), (NIGHT,), DeletePreset("late", 50)),
        (
            lambda acts: acts.save("night"),
            (PresetHead("night", 3, (WALL_1,), 50),),
            RestorePreset(50, 50),
        ),
        (lambda acts: acts.delete("night"), (), RestorePreset(50, 0)),
        (
            lambda acts: acts.rename("night", "dusk", 4),
            (PresetHead("dusk", 4, (WALL_1,), 50),),
            RenamePreset("dusk", "night", 3, 50),
        ),
    ],
)
def test_each_act_can_be_taken_back(
    acts: Acts, act: Callable[[Acts], None], there_after: tuple[PresetHead, ...], back: Struct
) -> None:
    act(acts)
    acts.answer(50)
    acts.view.presets = there_after
    acts.done.undo()
    assert acts.last == back


def test_a_save_that_changed_nothing_is_not_taken_back(acts: Acts) -> None:
    acts.load("night")
    acts.answer(50)
    acts.save("night")
    acts.answer(51)  # which stood there already: no new version
    acts.done.undo()
    assert acts.last == UndoLoad(50)


def test_who_is_second_is_asked_and_may_replace_it_all_the_same(acts: Acts) -> None:
    acts.save(" night ", 3)
    wanted = acts.last
    assert wanted == SavePreset("night", 3, (), 41)
    acts.answer(0, Became.REFUSED, CONFLICT, "saved meanwhile by ana")
    assert acts.conflicts == [Conflict(wanted, "saved meanwhile by ana")]  # type: ignore[arg-type]
    acts.view.presets = (PresetHead("night", 3, (WALL_1,), 47),)
    acts.save_all_the_same(wanted)  # type: ignore[arg-type]
    assert acts.last == SavePreset("night", 3, (), 47)
    acts.save("  ")
    assert len(acts.given) == 2


def test_what_somebody_saved_since_it_was_loaded_here_is_a_conflict(acts: Acts) -> None:
    acts.load("night")
    acts.answer(50)
    acts.view.presets = (PresetHead("night", 3, (WALL_1,), 60),)
    acts.save("night")
    assert acts.last == SavePreset("night", None, (), 41), "over the one that was loaded"
    acts.answer(0, Became.REFUSED, CONFLICT, "saved meanwhile by ana")
    acts.view.presets = (PresetHead("night", 3, (WALL_1,), 70),)
    acts.save_all_the_same(acts.last)  # type: ignore[arg-type]
    assert acts.last == SavePreset("night", None, (), 60), "over the one that was told of"
    acts.answer(80)
    acts.view.presets = (PresetHead("night", 3, (WALL_1,), 80),)
    acts.save("night")
    assert acts.last == SavePreset("night", None, (), 80), "its own is no conflict"
    acts.answer(81)  # nothing had changed: that makes no version
    acts.save("night")
    assert acts.last == SavePreset("night", None, (), 80)


def test_one_that_is_gone_by_now_is_not_renamed_and_that_is_said(acts: Acts) -> None:
    acts.view.presets = ()
    acts.rename("night", "dusk", 4)
    assert acts.given == []
    assert acts.told == ["Not renamed: wall preset night was deleted or got another name meanwhile."]
