"""A length of time on a timeline."""

import pytest

from console.ui.replay.span_words import span_words


@pytest.mark.parametrize(
    ("span_ms", "words", "finer"),
    [
        (-5, "0:00", "0:00.0"),
        (0, "0:00", "0:00.0"),
        (65_499, "1:05", "1:05.4"),
        (3_599_999, "59:59", "59:59.9"),
        (3_725_000, "1:02:05", "1:02:05.0"),
        (90_000_000, "25:00:00", "25:00:00.0"),
    ],
)
def test_words(span_ms: int, words: str, finer: str) -> None:
    assert (span_words(span_ms), span_words(span_ms, tenths=True)) == (words, finer)
