"""The trouble line says which monitor, or what task, not which process."""

import pytest

from console.ui.desk.trouble_words import trouble_sentences, whose_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("display-wall-3", "Monitor wall-3"),
        ("display-display-1", "Monitor display-1"),
        ("worker-12", "Some cameras' pictures (media worker 12)"),
        ("engine", "The cameras' pictures (media engine)"),
        ("relay", "relay"),
    ],
)
def test_a_process_is_said_by_what_it_is_for(name: str, words: str) -> None:
    assert whose_words(name) == words


def test_core_is_said_where_control_is_lost() -> None:
    told = {"core": "ended 3 times in a row", "display-wall-3": "waits for its screen: none is switched on"}
    assert trouble_sentences(told) == ("Monitor wall-3: waits for its screen: none is switched on",)
