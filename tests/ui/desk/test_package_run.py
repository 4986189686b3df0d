"""A package made by a process of its own: what it says is told, whatever its end."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from typer.testing import CliRunner

from console.app.command_tree import app
from console.app.process_plan import SIGHTLINE
from console.app.runtime_folder import RuntimeFolder
from console.domain.ids import IncidentId
from console.protocol.recording_messages import StartRecording
from console.ui.desk.package_run import CANCELLED_WORDS, MOST_LINES, PackageRun, Wanted
from tests.fakes.core_site import RunningCore, core_config, running_core
from tests.integration.test_core_damage import send_alerts

INCIDENT = IncidentId("i-000012")
LIMIT_MS = 60_000
SAYS = """
import json, signal, sys, time
def say(text): print(text, file=sys.stderr, flush=True)
"""


class Made:
    """A run of a command that is written here, with what it told."""

    def __init__(self, qtbot: QtBot, script: str, *, command: tuple[str, ...] = ()) -> None:
        self.qtbot = qtbot
        self.run = PackageRun(command or (sys.executable, "-c", SAYS + script), "/run/site", "Ada")
        self.steps: list[tuple[str, int]] = []
        self.ends: list[tuple[str, bool]] = []
        self.run.told.connect(lambda words, percent: self.steps.append((words, percent)))
        self.run.ended.connect(lambda words, bad: self.ends.append((words, bad)))

    def start(self, folder: str = "/media/usb/night", reason: str = "case 26") -> None:
        self.run.start(Wanted(INCIDENT, folder, reason))

    def end(self) -> tuple[str, bool]:
        self.qtbot.waitUntil(lambda: bool(self.ends), timeout=LIMIT_MS)
        assert not self.run.runs
        (told,) = self.ends
        return told


def test_it_tells_how_far_it_is_and_where_the_package_is(qtbot: QtBot, qapp: object) -> None:
    made = Made(qtbot, "say('making sums: 45%, 12 s left')\nsay('not there: cam-2: it was lost')\nprint('x')")
    made.start()
    assert made.run.runs
    made.start("/elsewhere")  # one at a time
    told, bad = made.end()
    assert (
        told.splitlines() == ["Package made: /media/usb/night", "not there: cam-2: it was lost"] and not bad
    )
    assert made.run.is_made
    assert made.steps == [("Making sums: 45 %, 12 s left", 45)]


def test_what_a_person_wrote_is_never_taken_for_an_option(qtbot: QtBot, qapp: object) -> None:
    made = Made(qtbot, "say(json.dumps(sys.argv[1:]))\nsys.exit(4)")
    made.start("/tmp/--zip", "--operator=Eve\n")
    told, bad = made.end()
    assert bad and told.startswith("No package was made: ")
    arguments = json.loads(told.removeprefix("No package was made: "))
    assert arguments[:5] == ["package", "--run", "/run/site", "create", "--reason=--operator=Eve\n"]
    assert arguments[5] == "--operator=Ada" and arguments[-3:] == ["--", INCIDENT, "/tmp/--zip"]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("say('/media/usb: No space left on device')\nsys.exit(1)", "/media/usb: No space left on device"),
        ("sys.stderr.buffer.write(b'\\xff\\x1b[2Jno end of line')\nsys.exit(1)", "�\\x1b[2Jno end of line"),
        ("sys.exit(3)", "the command ended with 3"),
        ("import os\nos.kill(os.getpid(), signal.SIGKILL)", "the command ended by a signal"),
    ],
)
def test_a_failure_is_told_in_its_own_words(qtbot: QtBot, qapp: object, script: str, words: str) -> None:
    made = Made(qtbot, script)
    made.start()
    assert made.end() == (f"No package was made: {words}", True)


def test_of_very_much_that_is_said_the_last_is_told(qtbot: QtBot, qapp: object) -> None:
    made = Made(qtbot, "for n in range(5000): say(f'line {n} ' + 'x' * 100)\nsay('y' * 100000)\nsys.exit(1)")
    made.start()
    told, _ = made.end()
    assert len(told.splitlines()) == MOST_LINES and len(told) < 10_000


def test_a_command_that_is_not_there_is_told(qtbot: QtBot, qapp: object) -> None:
    made = Made(qtbot, "", command=("/nowhere/sightline",))
    made.start()
    told, bad = made.end()
    assert bad and told.startswith("No package was made: ")


WAITS = """
def ended(*_):
    say('cancelled; nothing was left behind')
    sys.exit(130)
signal.signal(signal.SIGTERM, ended)
say('taking the movies: 1%, 5 min left')
time.sleep(60)
"""


def test_it_is_cancelled(qtbot: QtBot, qapp: object) -> None:
    made = Made(qtbot, WAITS)
    made.run.cancel()  # nothing runs
    made.start()
    qtbot.waitUntil(lambda: bool(made.steps), timeout=LIMIT_MS)
    made.run.cancel()
    assert made.end() == (CANCELLED_WORDS, False) and not made.run.is_made
    made.ends.clear()
    made.start()  # and can be begun anew
    qtbot.waitUntil(lambda: len(made.steps) == 2, timeout=LIMIT_MS)
    made.run.stop()
    assert not made.run.runs


def test_one_that_does_not_hear_is_ended_with_the_desk(
    qtbot: QtBot, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.ui.desk.package_run.STOP_WITHIN_MS", 200)
    made = Made(
        qtbot, "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nsay('a: 1%, 5 s left')\ntime.sleep(60)"
    )
    made.start()
    qtbot.waitUntil(lambda: bool(made.steps), timeout=LIMIT_MS)
    made.run.stop()
    assert not made.run.runs


@pytest.fixture
def site(run_dir: Path) -> Iterator[tuple[str, RunningCore]]:
    folder = RuntimeFolder(run_dir / "site", "test", run_dir / "held", run_dir / "shm")
    folder.open()
    config = core_config(folder.path)
    folder.write_run_file("b00t", run_dir, config.alerts_endpoint)
    try:
        with running_core(config) as core:
            yield str(folder.path), core
    finally:
        folder.close()


def test_the_command_itself_makes_a_package_of_an_incident(
    qtbot: QtBot, qapp: object, site: tuple[str, RunningCore], tmp_path: Path
) -> None:
    run_dir, core = site
    send_alerts(core, range(1, 2))
    core.requester.call(StartRecording(incident=IncidentId("i-000001")))
    made = Made(qtbot, "", command=SIGHTLINE)
    made.run = PackageRun(SIGHTLINE, run_dir, "Ada <b>")
    made.run.ended.connect(lambda words, bad: made.ends.append((words, bad)))
    night = tmp_path / "packages" / "night"
    made.run.start(Wanted(IncidentId("i-000001"), str(night), "--case 26"))
    told, bad = made.end()
    assert not bad and told.splitlines()[0] == f"Package made: {night}", told
    shown = CliRunner().invoke(app, ["package", "show", str(night)]).output
    assert "--case 26" in shown and "by Ada <b>" in shown
    made.ends.clear()
    made.run.start(Wanted(IncidentId("i-000001"), str(night), ""))
    told, bad = made.end()
    assert bad and "it is there already; name a new folder" in told
