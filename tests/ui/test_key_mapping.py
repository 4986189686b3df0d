"""A file of further keys: what is right counts, what is wrong is told with its line."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from console.ui.key_mapping import KeyMapping, read_mapping


def read(tmp_path: Path, text: str | bytes) -> KeyMapping:
    file = tmp_path / "keys.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_mapping(str(file))


def test_keys_are_added_to_a_command(qapp: QApplication, tmp_path: Path) -> None:
    found = read(tmp_path, 'rewind = "F13"\npin = ["F14", "Ctrl+Alt+P", "P"]\n')
    assert found == KeyMapping({"rewind": ("F13",), "pin": ("F14", "Ctrl+Alt+P")})


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('pim = "F13"', "pim: no such command; did you mean pin?"),
        ('pin = "Bogus"', "pin: 'Bogus' is no key"),
        ('pin = "Ctrl+K, Ctrl+P"', "pin: 'Ctrl+K, Ctrl+P' is no key"),
        ("pin = 5", "pin: must be a key"),
        ("pin = [5]", "pin: must be a key"),
        ('pin = "R"', "pin: R is the key of rewind"),
        ('pin = "Space"', "pin: Space is the key of replay-play"),
        ('camera-north = "F13"', "camera-north: F13 is the key of live"),
    ],
)
def test_a_wrong_line_is_told_and_the_others_count(
    qapp: QApplication, tmp_path: Path, line: str, problem: str
) -> None:
    found = read(tmp_path, f'# a pad\nlive = "F13"\n\n{line}\nclear = "F15"\n')
    assert len(found.problems) == 1
    assert found.problems[0].startswith(f"{tmp_path}/keys.toml:4: {problem}")
    assert found.more == {"live": ("F13",), "clear": ("F15",)}


def test_a_file_that_can_not_be_read_leaves_the_usual_keys(qapp: QApplication, tmp_path: Path) -> None:
    assert read_mapping("") == KeyMapping()
    missing = read_mapping(str(tmp_path / "none.toml"))
    assert "can't be read: No such file" in missing.problems[0] and missing.more == {}
    assert "is not TOML" in read(tmp_path, "pin = ").problems[0]
    assert ":2: is not UTF-8" in read(tmp_path, b"\npin = \xff").problems[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200))
def test_no_file_keeps_a_window_from_starting(qapp: QApplication, tmp_path: Path, body: bytes) -> None:
    read(tmp_path, body)
