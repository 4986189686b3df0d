"""What the log says of a camera, at each moment."""

from console.domain.picture import LostCause, PictureState
from console.media.worker.replay.recorded_words import RecordedWords
from console.protocol.process_config import RecordedState

MS = 1_000_000
LIVE = RecordedState(100, 150, PictureState.LIVE)
SILENT = RecordedState(150, 160, PictureState.LOST, LostCause.SILENT, 140)
FROZEN = RecordedState(160, 900, PictureState.FROZEN)


def test_each_state_holds_from_its_word_to_the_next() -> None:
    words = RecordedWords((LIVE, SILENT, FROZEN))
    said = [words.at(at_ms * MS) for at_ms in (99, 100, 149, 150, 159, 160, 2_000)]
    assert said == [None, LIVE, LIVE, SILENT, SILENT, FROZEN, FROZEN]
    assert [words.turn_ns(at_ms * MS) for at_ms in (0, 100, 159, 160)] == [100 * MS, 150 * MS, 160 * MS, None]


def test_it_tells_when_the_camera_is_lost() -> None:
    words = RecordedWords((LIVE, SILENT, FROZEN))
    assert words.lost_ns(100 * MS, 900 * MS) == words.lost_ns(150 * MS, 151 * MS) == 150 * MS
    assert words.lost_ns(100 * MS, 150 * MS) is words.lost_ns(151 * MS, 900 * MS) is None


def test_a_log_that_says_nothing_of_a_camera_says_nothing_at_any_moment() -> None:
    words = RecordedWords()
    assert (words.at(MS), words.turn_ns(MS), words.lost_ns(0, MS)) == (None, None, None)
