"""Logind and the desktop's screen saver are asked not to act while a window is shown, and no longer."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.ui import idle_inhibitors
from console.ui.idle_inhibitors import LogindInhibitor, ScreenSaverInhibitor
from tests.fakes.rtsp_server import PYTHON
from tests.watch.waiting import wait_until

SERVICE = Path(__file__).parents[1] / "fakes" / "screen_saver_service.py"
HOLDER = (
    "from console.ui.idle_inhibitors import {0}; one = {0}(); one.start(); print('up', flush=True); input()"
)


def has_gio() -> bool:
    return PYTHON.exists() and not subprocess.run([PYTHON, "-c", "import gi"], capture_output=True).returncode


@pytest.fixture
def inhibit_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a systemd-inhibit of this test's own was asked, and when it ended."""
    told = tmp_path / "told"
    fake = tmp_path / "bin" / "systemd-inhibit"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\necho "$@" >> {told}\ncat\necho ended >> {told}\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:/usr/bin:/bin")
    monkeypatch.setattr(idle_inhibitors, "BOOTED_WITH_SYSTEMD", tmp_path)
    return told


def lines(told: Path) -> list[str]:
    return told.read_text().splitlines() if told.exists() else []


def test_logind_is_asked_and_let_go(inhibit_log: Path) -> None:
    one = LogindInhibitor()
    one.start()
    wait_until(lambda: lines(inhibit_log), 5.0, "it is asked")
    assert lines(inhibit_log)[0].startswith("--what=idle --who=Sightline")
    one.stop()
    assert lines(inhibit_log)[1:] == ["ended"]


def test_logind_is_let_go_after_a_kill(inhibit_log: Path) -> None:
    booted = "from console.ui import idle_inhibitors as i; i.BOOTED_WITH_SYSTEMD = i.Path('/'); "
    holder = subprocess.Popen(
        [sys.executable, "-c", booted + HOLDER.format("LogindInhibitor")], stdin=subprocess.PIPE
    )
    wait_until(lambda: lines(inhibit_log), 20.0, "it is asked")
    holder.kill()
    holder.communicate()
    wait_until(lambda: lines(inhibit_log)[1:] == ["ended"], 5.0, "it is let go")


def test_without_systemd_nobody_is_asked(inhibit_log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle_inhibitors, "BOOTED_WITH_SYSTEMD", inhibit_log / "not there")
    one = LogindInhibitor()
    one.start()
    one.stop()
    assert lines(inhibit_log) == []


@pytest.fixture
def session_bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if shutil.which("dbus-daemon") is None:
        pytest.skip("no dbus-daemon")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    yield address
    daemon.terminate()
    daemon.communicate()


@pytest.mark.skipif(not has_gio(), reason="no Gio for /usr/bin/python3")
@pytest.mark.parametrize("killed", [False, True])
def test_the_desktops_screen_saver_is_asked_and_let_go(session_bus: str, killed: bool) -> None:
    service = subprocess.Popen([PYTHON, SERVICE], stdout=subprocess.PIPE, text=True)
    assert service.stdout is not None
    assert service.stdout.readline() == "ready\n"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER.format("ScreenSaverInhibitor")], stdin=subprocess.PIPE
    )
    try:
        assert service.stdout.readline() == "inhibited Sightline a video wall is shown\n"
        if killed:
            holder.kill()
        else:
            holder.communicate(b"\n")
        assert service.stdout.readline() == "left\n"
    finally:
        holder.kill()
        holder.communicate()
        service.kill()
        service.communicate()


def test_a_bus_that_is_gone_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    one = ScreenSaverInhibitor()
    one.start()
    one.stop()
