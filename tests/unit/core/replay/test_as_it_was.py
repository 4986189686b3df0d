"""What was shown is what core wrote down, whatever is decided of it today."""

import random

import pytest

from console.core.log.input_log import SiteLoaded
from console.core.replay.as_it_was import KEPT_EVERY, AsItWas
from console.core.replay.slice_reading import RecordedInput
from console.core.replay.tape import Tape
from console.core.state import State
from console.core.step import step
from console.core.wall.cells import monitor_views
from console.core.wall.view_changes import Changes, ViewChange, ViewChanges
from tests.fakes.whole_life import lived_through

LIFE = lived_through(400)


def recorded() -> list[RecordedInput]:
    """As core writes it down while it lives."""
    state = State()
    changes = ViewChanges(state)
    found = []
    for entry in LIFE.entries:
        decisions = step(state, entry)
        found.append(RecordedInput(entry, decisions, changes.take(whole=isinstance(entry.input, SiteLoaded))))
    return found


RECORDED = recorded()


def shown_after() -> list[object]:
    """What a fold shows after each input, from none on."""
    state = State()
    views: list[object] = [monitor_views(state)]
    for entry in LIFE.entries:
        step(state, entry)
        views.append(dict(sorted(monitor_views(state).items())))
    return views


def test_at_any_moment_in_any_order_it_is_what_was_shown() -> None:
    assert len(LIFE.entries) > KEPT_EVERY, "or nothing is kept"
    was = AsItWas({}, [one.changes or [] for one in RECORDED])
    shown = shown_after()
    chance = random.Random(5)
    for inputs in [chance.randrange(len(shown)) for _ in range(1000)]:
        assert dict(sorted(was.after(inputs).items())) == shown[inputs]


def test_a_tape_that_comes_to_the_same_parts_from_nothing() -> None:
    tape = Tape(State(), LIFE.entries, recorded=RECORDED)
    assert tape.parted_n is None and tape.as_it_was is not None


@pytest.mark.parametrize("what", ["decisions", "views"])
def test_it_knows_from_where_on_something_else_is_decided(what: str) -> None:
    at = next(
        index for index in range(200, len(RECORDED)) if RECORDED[index].changes and RECORDED[index].decisions
    )
    then = RECORDED[at]
    other: Changes = [(monitor, ViewChange()) for monitor, _ in then.changes or []]
    changed = RecordedInput(
        then.entry, () if what == "decisions" else then.decisions, other if what == "views" else then.changes
    )
    tape = Tape(State(), LIFE.entries, recorded=[*RECORDED[:at], changed, *RECORDED[at + 1 :]])
    assert tape.parted_n == then.entry.n


def test_where_it_is_not_written_down_it_is_not_known() -> None:
    silent = [RecordedInput(one.entry, None, None) for one in RECORDED]
    tape = Tape(State(), LIFE.entries, recorded=silent)
    assert (tape.parted_n, tape.as_it_was) == (None, None)
