"""What a tile may claim: the writer's word, the picture's age, and how far behind live it plays."""

import pytest

from console.domain.picture import DAMAGED, LostCause, PictureState, ShownState, WrittenPicture, shown_state

NOW_NS = 100_000_000_000
BOUND_MS = 2000
HOLDING = [
    PictureState.DARK,
    PictureState.COVERED,
    PictureState.FROZEN,
    PictureState.KEY,
    PictureState.LIVE,
    PictureState.REWIND,
    PictureState.REPLAY,
]


def shown(state: PictureState, age_ms: int | None = 100, behind_ms: int = 0) -> ShownState:
    arrival_ns = 0 if age_ms is None else NOW_NS - age_ms * 1_000_000
    cause = LostCause.REFUSED if state is PictureState.LOST else LostCause.NONE
    return shown_state(WrittenPicture(state, cause, arrival_ns, BOUND_MS), NOW_NS, behind_ms)


@pytest.mark.parametrize("state", HOLDING)
def test_a_state_holds_only_while_its_picture_is_young(state: PictureState) -> None:
    assert shown(state, BOUND_MS).state is state
    assert shown(state, BOUND_MS + 1).state is PictureState.STALE
    assert shown(state, None) == ShownState(PictureState.CONNECTING, None)


@pytest.mark.parametrize("age_ms", [None, 0, 60_000])
def test_a_loss_is_told_whatever_the_age(age_ms: int | None) -> None:
    told = shown(PictureState.LOST, age_ms)
    assert (told.state, told.cause) == (PictureState.LOST, LostCause.REFUSED)


def test_a_waiting_picture_is_as_old_as_it_is() -> None:
    assert shown(PictureState.WAIT, 60_000) == ShownState(PictureState.WAIT, 60.0)


@pytest.mark.parametrize("state", HOLDING)
def test_what_plays_behind_live_is_never_live(state: PictureState) -> None:
    rewound = state is PictureState.REWIND
    told = PictureState.REWIND if rewound else PictureState.WAIT
    assert shown(state, behind_ms=10_000) == ShownState(told, 0.1, behind_ms=10_000)
    assert shown(state, BOUND_MS + 1, 10_000).state is PictureState.STALE


@pytest.mark.parametrize(
    "state", [PictureState.LOST, PictureState.STALE, PictureState.CONNECTING, PictureState.WAIT]
)
def test_what_is_worse_than_rewound_stays_so(state: PictureState) -> None:
    assert shown(state, behind_ms=10_000).state is state


@pytest.mark.parametrize("state", PictureState)
def test_damage_is_a_mark_beside_the_state_and_the_word_of_what_is_not_stale(state: PictureState) -> None:
    written = WrittenPicture(state, LostCause.NONE, NOW_NS - 100_000_000, BOUND_MS, damaged=True)
    told = shown_state(written, NOW_NS)
    assert told.state is state
    assert told.word == (DAMAGED if state > PictureState.WITHDRAWN else state.name)
    aged = shown_state(written._replace(stale_after_ms=50), NOW_NS)
    assert aged.word == ("STALE" if state not in (PictureState.LOST, PictureState.WAIT) else state.name)


@pytest.mark.parametrize("cause", [LostCause.NO_KEYFRAME, LostCause.NO_WHOLE_PICTURE])
def test_what_has_no_picture_yet_says_what_it_waits_for(cause: LostCause) -> None:
    written = WrittenPicture(PictureState.WAIT, cause, 0, BOUND_MS)
    assert shown_state(written, NOW_NS) == ShownState(PictureState.WAIT, None, cause)


def test_a_replays_picture_is_loaded_nothing_connects() -> None:
    assert ShownState(PictureState.CONNECTING, None, LostCause.LOADING).word == "LOADING"
    assert ShownState(PictureState.CONNECTING, None).word == "CONNECTING"
