"""A site whose map would run outside its sandbox is not started, and is told what to do."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from console.app.map_sandbox import UNSAFE_FLAG, can_make_namespace, leave_out, why_unsandboxed
from console.app.preflight import check_machine
from console.app.site_file import load_site
from console.domain.errors import SightlineError


@pytest.mark.parametrize(
    ("environment", "euid", "can_make", "words"),
    [
        ({}, 1000, True, ""),
        ({"QTWEBENGINE_DISABLE_SANDBOX": "0"}, 1000, True, ""),
        ({"QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu --no-sandbox-like"}, 1000, True, ""),
        ({}, 0, True, "runs as root"),
        ({"QTWEBENGINE_DISABLE_SANDBOX": "1"}, 1000, True, "QTWEBENGINE_DISABLE_SANDBOX is set: unset it"),
        ({"QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu --no-sandbox"}, 1000, True, "has --no-sandbox: leave"),
        ({"QTWEBENGINE_CHROMIUM_FLAGS": "--single-process=1"}, 1000, True, "has --single-process"),
        ({}, 1000, False, "packaging/kiosk/apparmor.d/sightline"),
    ],
)
def test_each_way_to_run_without_is_named(
    environment: dict[str, str], euid: int, can_make: bool, words: str
) -> None:
    why = why_unsandboxed(environment, euid, lambda: can_make)
    assert words in why and bool(why) == bool(words)


def test_what_was_asked_for_is_done_and_said() -> None:
    environment: dict[str, str] = {}
    assert "as asked for" in leave_out(environment)
    assert why_unsandboxed(environment, 1000, lambda: True)


def test_a_site_without_a_desk_has_no_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QTWEBENGINE_DISABLE_SANDBOX", "1")
    file = tmp_path / "site.toml"
    file.write_text(f'name = "riverside"\ndata_dir = "{tmp_path}/data"\ncameras = ["rtsp://10.0.0.11/one"]\n')
    site = load_site(file)
    environment = {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    with pytest.raises(SightlineError, match=f"without Chromium's sandbox.*{UNSAFE_FLAG}"):
        check_machine(site, environment, tmp_path, needs_sandbox=True)
    check_machine(site, environment, tmp_path)
    check_machine(replace(site, desk=False), environment, tmp_path, needs_sandbox=True)


@pytest.mark.parametrize("answer", [subprocess.TimeoutExpired("x", 5), OSError("no more processes")])
def test_a_trial_that_cannot_be_made_says_nothing_of_the_sandbox(
    monkeypatch: pytest.MonkeyPatch, answer: Exception
) -> None:
    def fail(*_: object, **__: object) -> Callable[[], None]:
        raise answer

    monkeypatch.setattr(subprocess, "run", fail)
    assert can_make_namespace()


def test_the_trial_leaves_this_process_where_it_is() -> None:
    before = Path("/proc/self/ns/user").readlink()
    can_make_namespace()
    assert Path("/proc/self/ns/user").readlink() == before
