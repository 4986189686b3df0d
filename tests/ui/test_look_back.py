"""How far a tile is played behind live, and in what words."""

import pytest

from console.ui.look_back import behind_live_words, end_words, is_at_end, look_back_s


@pytest.mark.parametrize(
    ("rewind_s", "kept_s", "words"),
    [
        (10.0, 0.0, "10 s behind live"),
        (10.0, 30.4, "10 s behind live"),
        (10.0, 5.7, "5 s behind live: no more is kept so far"),
    ],
)
def test_it_says_how_far_the_kept_pictures_reach(rewind_s: float, kept_s: float, words: str) -> None:
    assert behind_live_words(rewind_s, kept_s) == words


def test_of_a_lost_camera_it_says_what_that_is() -> None:
    assert behind_live_words(10.0, 95.0, is_lost=True) == "the last 10 s before its camera was lost"


def test_at_their_end_is_no_step_further_back() -> None:
    assert is_at_end(10.0, 5.7) and not is_at_end(0.0, 5.7) and not is_at_end(60.0, 0.0)
    assert end_words(5.7) == "Kept pictures of this camera reach 5 s back"


@pytest.mark.parametrize(("kept_s", "back_s"), [(0.0, 30.0), (2.0, 5.0), (12.9, 12.0), (300.0, 30.0)])
def test_as_much_is_looked_at_again_as_is_kept(kept_s: float, back_s: float) -> None:
    assert look_back_s(kept_s) == back_s
