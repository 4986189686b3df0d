"""An overlay's text in lines that fit: nothing is lost, few lines, broken where a reader expects it."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from console.domain.wording import local_time
from console.ui.control_words import control_lost_words
from console.ui.wall.window_signs import WindowSigns
from console.ui.wrapping import wrapped

TEXT = "CONTROL LOST since 14:02:11 · pictures go on · core is reading its log"
LOST_MS = 1_772_323_200_000


def test_a_text_that_fits_is_one_line() -> None:
    assert wrapped(TEXT, 200, len, 3) == (TEXT,)


def test_it_breaks_between_parts_then_between_words() -> None:
    assert wrapped(TEXT, 50, len, 3) == (
        "CONTROL LOST since 14:02:11 · pictures go on",
        "core is reading its log",
    )
    assert wrapped(TEXT, 20, len, 9) == (
        "CONTROL LOST since",
        "14:02:11 · pictures",
        "go on · core is",
        "reading its log",
    )


def test_the_last_of_too_many_lines_holds_the_rest() -> None:
    assert wrapped("one two three four", 5, len, 2) == ("one", "two three four")


@given(
    words=st.lists(st.text("abc·", min_size=1, max_size=9), max_size=30),
    room=st.integers(1, 40),
    most=st.integers(1, 5),
)
def test_no_word_is_lost_and_only_what_cannot_fit_is_too_long(words: list[str], room: int, most: int) -> None:
    lines = wrapped(" ".join(words), room, len, most)
    assert len(lines) <= most
    found = " ".join(lines).split()
    assert [word for word in found if word != "·"] == [word for word in words if word != "·"]
    assert all(len(line) <= room or " " not in line for line in lines[: most - 1])


def test_control_lost_in_words() -> None:
    since = local_time(LOST_MS, LOST_MS)
    assert control_lost_words(LOST_MS, LOST_MS + 5_000, "") == f"CONTROL LOST since {since} · pictures go on"
    said = control_lost_words(LOST_MS, LOST_MS, "core is\nreading  its log")
    assert said == TEXT.replace("14:02:11", since)


def test_in_a_replay_it_is_said_for_how_long() -> None:
    """Beside the recorded clock a time of today would be taken for the recording's."""
    told = [
        control_lost_words(LOST_MS, LOST_MS + ago_ms, "", replays=True) for ago_ms in (-9, 12_900, 65_000)
    ]
    assert told == [f"CONTROL LOST for {age} · pictures go on" for age in ("0 s", "12 s", "1 min 05 s")]


def test_a_notice_is_there_until_it_is_taken_away(fonted_app: QApplication) -> None:
    overlays = WindowSigns()
    overlays.notice("Layout night is not there", 640, 360)
    assert not overlays.place("notice").isEmpty()
    overlays.notice(None, 640, 360)
    assert overlays.place("notice").isEmpty()
    overlays.notice(None, 640, 360)
