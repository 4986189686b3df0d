"""What reaches a terminal: nothing that it obeys, and nothing that it can't show."""

import contextlib
import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.app.terminal import HANDLER, escaped_json, prepare_streams, say
from console.domain.wording import visible

ESCAPE = "\x1b[2J\x1b]0;owned\x07"


@given(st.text())
def test_visible_text_moves_no_cursor_and_turns_no_direction(text: str) -> None:
    shown = visible(text)
    assert all(
        character.isprintable() or character in "\u200d\u3000\xa0" or character.isspace()
        for character in shown
    )
    assert not set(shown) & set("\x1b\x07\r\n\u202e\u2028\x9b")
    if text.isprintable():
        assert shown == text


@given(st.text())
def test_json_stays_the_same_value_and_is_safe_to_show(text: str) -> None:
    said = escaped_json(json.dumps({"text": text}, indent=2, ensure_ascii=False))
    assert json.loads(said) == {"text": text}
    assert not set(said) & set("\x1b\x07\u202e\u2028\x9b")


def test_escapes_are_named() -> None:
    assert visible(ESCAPE) == "\\x1b[2J\\x1b]0;owned\\x07"
    assert visible("a\u202eb\nc") == "a\\u202eb\\nc"
    assert visible("Plaça 日本 👩\u200d🚒") == "Plaça 日本 👩\u200d🚒"


def test_a_message_keeps_its_lines(capsys: pytest.CaptureFixture[str]) -> None:
    say("one\ntwo \x1b[31m", error=True)
    assert capsys.readouterr().err == "one\ntwo \\x1b[31m\n"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_terminal_without_utf_8_gets_ascii(text: str) -> None:
    prepare_streams()
    text.encode("ascii", HANDLER)


def test_what_it_gets_is_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", out)
    prepare_streams()
    say("Café · 3 → 4… “x” 日")
    out.seek(0)
    assert out.read() == 'Cafe - 3 -> 4... "x" \\u65e5\n'


@pytest.mark.parametrize("error", [False, True])
def test_a_terminal_that_takes_nothing_ends_nothing(error: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    with open("/dev/full", "w", encoding="utf-8", buffering=1) as full:
        monkeypatch.setattr(sys, "stderr" if error else "stdout", full)
        say("nobody reads this", error=error)
        monkeypatch.undo()
        with contextlib.suppress(OSError):
            full.close()
