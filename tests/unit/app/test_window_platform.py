"""In a Wayland session the windows run through XWayland, and the start says so."""

import socket
from pathlib import Path

import pytest

from console.app.display_probe import missing_display
from console.app.window_platform import platform_words, settle_window_platform


@pytest.mark.parametrize(
    ("environment", "platform", "words"),
    [
        ({"DISPLAY": ":0"}, None, ""),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "xcb", "through XWayland (xcb)"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, None, "Install xwayland"),
        (
            {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "wayland"},
            "wayland",
            "its compositor decides",
        ),
    ],
)
def test_what_the_windows_run_on_is_settled_and_said(
    environment: dict[str, str], platform: str | None, words: str
) -> None:
    settle_window_platform(environment)
    assert environment.get("QT_QPA_PLATFORM") == platform
    said = platform_words(environment)
    assert words in said and bool(said) == bool(words)
    settle_window_platform(environment)
    assert platform_words(environment) == said, "once more it says the same"


def test_windows_of_x11_wait_for_the_x_server_not_for_wayland(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as wayland:
        wayland.bind(str(tmp_path / "wayland-9"))
        wayland.listen(1)
        session = {
            "WAYLAND_DISPLAY": "wayland-9",
            "XDG_RUNTIME_DIR": str(tmp_path),
            "DISPLAY": ":87",
        }
        assert not missing_display(session)
        settle_window_platform(session)
        assert "the display :87 does not answer" in missing_display(session)
