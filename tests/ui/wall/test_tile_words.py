"""What tiles say."""

import pytest

from console.domain.alert import AlertKind, Severity
from console.domain.incident import Reason
from console.domain.picture import LostCause, PictureState, ShownState
from console.domain.tier import Shed
from console.domain.wall import IncidentMark, TourMark
from console.domain.wording import behind_words, distance_words, local_time, shed_words, short_age_words
from console.ui.wall.tile_words import longest_fitting, ribbon_words, tile_state_words, tour_words

AT_MS = 1_700_000_000_000


def mark(already_shown: bool = False, sees: bool = True) -> IncidentMark:
    reason = Reason(18_000, sees, None, already_shown)
    return IncidentMark("i-1", AlertKind.GUNSHOT, Severity.EXTREME, AT_MS, reason)


def test_the_ribbon_says_why() -> None:
    assert ribbon_words(mark(), AT_MS)[0] == f"180 m · sees the point · gunshot {local_time(AT_MS, AT_MS)}"
    assert "already shown" in ribbon_words(mark(already_shown=True), AT_MS)[0]
    assert "sees" not in ribbon_words(mark(sees=False), AT_MS)[0]


@pytest.mark.parametrize("already_shown", [False, True])
def test_narrower_ribbons_say_less(already_shown: bool) -> None:
    lengths = [len(words) for words in ribbon_words(mark(already_shown), AT_MS)]
    assert lengths == sorted(lengths, reverse=True)
    assert longest_fitting(ribbon_words(mark(already_shown), AT_MS), 10, len) == "180 m"


def test_states_in_words() -> None:
    assert tile_state_words(ShownState(PictureState.LIVE, 0.1), None, AT_MS) == ()
    assert tile_state_words(ShownState(PictureState.STALE, 7.9), None, AT_MS)[0] == "STALE 7 s"
    assert tile_state_words(ShownState(PictureState.KEY, 0.5), None, AT_MS, 2000)[0] == "KEY 2 s"
    assert tile_state_words(ShownState(PictureState.CONNECTING, None), None, AT_MS) == ("CONNECTING",)
    lost = ShownState(PictureState.LOST, None, LostCause.REFUSED)
    assert tile_state_words(lost, AT_MS, AT_MS)[0] == f"LOST refused, {local_time(AT_MS, AT_MS)}"
    assert tile_state_words(lost, AT_MS, AT_MS)[-1] == "LOST"
    assert tile_state_words(lost, None, AT_MS) == ("LOST refused", "LOST")


@pytest.mark.parametrize(
    ("state", "behind_ms", "shed", "words"),
    [
        (PictureState.DARK, 0, "", "DARK"),
        (PictureState.COVERED, 0, "", "COVERED"),
        (PictureState.FROZEN, 0, "2 fps: CPU", "FROZEN · 2 fps: CPU"),
        (PictureState.LIVE, 0, "2 fps: CPU", "2 fps: CPU"),
        (PictureState.KEY, 0, "1 fps: network", "KEY 4 s · 1 fps: network"),
        (PictureState.REWIND, 10_000, "", "REWIND -10 s"),
        (PictureState.REWIND, 0, "", "REWIND"),
        (PictureState.WAIT, 2_500, "", "WAIT -2.5 s"),
        (PictureState.STALE, 10_000, "", "STALE 3 s"),
    ],
)
def test_what_is_not_plainly_live_says_how(
    state: PictureState, behind_ms: int, shed: str, words: str
) -> None:
    assert tile_state_words(ShownState(state, 3.0, behind_ms=behind_ms), None, AT_MS, 4000, shed)[0] == words


@pytest.mark.parametrize(
    ("shed", "fps", "words"),
    [
        (Shed.NONE, 2.0, ""),
        (Shed.CPU, 2.04, "2 fps: CPU"),
        (Shed.CPU, 0.5, "0.5 fps: CPU"),
        (Shed.CPU, 0.0, "fewer pictures: CPU"),
        (Shed.NETWORK, 14.8, "15 fps: network"),
        (Shed.MAIN_STREAMS, 15.0, "small picture: main streams"),
    ],
)
def test_less_than_was_asked_says_why(shed: Shed, fps: float, words: str) -> None:
    assert shed_words(shed, fps) == words


def test_how_far_behind() -> None:
    assert [behind_words(ms) for ms in (10_000, 2_500, 60_000)] == ["-10 s", "-2.5 s", "-60 s"]


@pytest.mark.parametrize(("cm", "words"), [(18_049, "180 m"), (99_949, "999 m"), (125_300, "1.3 km")])
def test_distances(cm: int, words: str) -> None:
    assert distance_words(cm) == words


@pytest.mark.parametrize(("age_s", "words"), [(None, ""), (119.9, "119 s"), (120, "2 min"), (7200, "2 h")])
def test_ages(age_s: float | None, words: str) -> None:
    assert short_age_words(age_s) == words


def test_what_waits_for_a_keyframe_says_how_long_and_how_often_one_comes() -> None:
    waits = ShownState(PictureState.WAIT, None, LostCause.NO_KEYFRAME)
    assert tile_state_words(waits, None, AT_MS, waited_s=12)[0] == "WAIT for a keyframe, 12 s so far"
    words = tile_state_words(waits, None, AT_MS, 60_000, waited_s=12)
    assert words[0] == "WAIT for a keyframe, 12 s so far, one each 60 s"
    assert words[-2:] == ("WAIT 12 s", "WAIT")


def test_a_damaged_picture_says_so_with_its_age() -> None:
    damaged = ShownState(PictureState.LIVE, 1.4, damaged=True)
    assert tile_state_words(damaged, None, AT_MS, shed="2 fps: CPU") == ("DAMAGED 1 s", "DAMAGED")
    key = ShownState(PictureState.KEY, 1.4, damaged=True)
    assert tile_state_words(key, None, AT_MS, 2000) == ("DAMAGED 1 s", "DAMAGED")
    rewound = ShownState(PictureState.REWIND, 0.2, behind_ms=10_000, damaged=True)
    assert tile_state_words(rewound, None, AT_MS)[0] == "DAMAGED 0 s -10 s"
    stale = ShownState(PictureState.STALE, 7.9, damaged=True)
    assert tile_state_words(stale, None, AT_MS)[:2] == ("STALE 7 s, damaged since", "STALE 7 s")
    waiting = ShownState(PictureState.WAIT, None, LostCause.NO_WHOLE_PICTURE)
    assert tile_state_words(waiting, None, AT_MS, waited_s=3)[0] == "WAIT for a whole picture, 3 s so far"


def test_what_a_replay_has_no_recording_of_is_no_loss() -> None:
    shown = ShownState(PictureState.LOST, 3.0, LostCause.NOT_RECORDED)
    assert tile_state_words(shown, 0, 5_000) == ("NOT RECORDED", "NO RECORD")
    left_out = ShownState(PictureState.LOST, None, LostCause.NOT_IN_PACKAGE)
    assert tile_state_words(left_out, 0, 5_000) == ("NOT IN PACKAGE", "LEFT OUT")


@pytest.mark.parametrize(
    ("held", "longest", "shortest"),
    [
        ("", "TOUR 3/12", "TOUR"),
        ("paused", "TOUR 3/12 PAUSED", "PAUSED"),
        ("hand", "TOUR 3/12 HELD", "HELD"),
        ("incident", "TOUR 3/12 HELD", "HELD"),
    ],
)
def test_a_tour_says_where_it_is_and_that_it_stands_still(held: str, longest: str, shortest: str) -> None:
    words = tour_words(TourMark("night", 3, 12, held))
    assert (words[0], words[-1]) == (longest, shortest)
    assert list(words) == sorted(words, key=len, reverse=True)
