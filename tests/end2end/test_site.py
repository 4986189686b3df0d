"""Operator stories on the running program."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from console.app.ctl.session import ask
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import EngineRequest, GetEngineSnapshot
from tests.end2end.running_site import RunningSite

pytestmark = [pytest.mark.shares_processes, pytest.mark.timeout(120)]

ALERT = {
    "v": 1,
    "source": "urn:test:gunshot",
    "id": "shot-1",
    "kind": "gunshot",
    "time": "2026-11-22T14:02:11Z",
    "severity": "extreme",
    "place": "Aleksanterinkatu",
    "text": "<b>3 rounds</b>",
}


def alert_at(site: RunningSite, feed: str, alert_id: str) -> dict[str, object]:
    """An alert at a camera's own place."""
    camera = next(c for c in site.ctl("cameras") if c["feed"] == feed)
    return ALERT | {"id": alert_id, "lat_deg": camera["lat_deg"], "lon_deg": camera["lon_deg"]}


def unshown_feed(site: RunningSite) -> str:
    shown = {cell["feed"] for view in site.ctl("wall", "show") for cell in view["cells"]}
    return str(next(c["feed"] for c in site.ctl("cameras") if c["feed"] not in shown))


def incident_of(site: RunningSite, alert_id: str) -> dict[str, object]:
    return next(i for i in site.ctl("incident", "list", "--closed") if i["alert"]["id"] == alert_id)


def incidents_on_the_wall(site: RunningSite) -> set[str]:
    return {c["mark"]["incident"] for view in site.ctl("wall", "show") for c in view["cells"] if c["mark"]}


def test_cameras_say_their_state(city: RunningSite) -> None:
    cameras = city.ctl("cameras")
    assert len(cameras) == 12
    live = [camera for camera in cameras if camera["health"] and camera["health"]["state"] == 9]
    assert len(live) == 12, "hidden cameras stay connected, too"


def test_health_says_what_is_known_of_every_stream(city: RunningSite) -> None:
    rows = city.ctl("health")
    assert {row["feed"] for row in rows} == {f"cam-{number:03d}" for number in range(1, 13)}
    streams = [row["health"] for row in rows if row["feed"] == "cam-001"]
    health = next(health for health in streams if health["profile"] == "sub")
    assert (health["state"], health["codec"], health["width"]) == ("LIVE", "h264", 640)
    done = city.ctl_process("health")
    assert b"reconn./h" in done.stdout and b"640x360" in done.stdout


def test_a_simulated_camera_goes_wrong_on_command(city: RunningSite) -> None:
    def state_of(feed: str) -> int:
        """Asked in this process: it is quick."""
        engine = Endpoints(city.run_dir).engine_commands
        feeds = ask(engine, GetEngineSnapshot(), EngineRequest)["feeds"]
        return min(health["state"] for health in feeds if health["feed"] == feed)

    assert city.ctl("fault", "cam-009", "cam-010", "stall") == {"streams": 2}
    city.wait(lambda: max(state_of("cam-009"), state_of("cam-010")) < 9, 10, "neither is LIVE")
    assert city.ctl("fault", "all", "none")["streams"] >= 12
    done = city.said("fault", "cam-999", "none")
    assert (done.returncode, "cam-999" in done.stderr) == (4, True)
    city.wait(lambda: state_of("cam-009") == state_of("cam-010") == 9, 20, "both are LIVE again")


def test_budgets_and_tiers_are_told(city: RunningSite) -> None:
    media = city.ctl("media")
    assert sum(media["tiers"].values()) == 12
    assert media["decode_used_cores"] > 0
    assert 0 < media["network_used_mbit_s"] < media["network_budget_mbit_s"]
    assert media["main_used"] <= media["main_budget"]
    assert "main streams" in city.said("media").stdout


def test_an_alert_switches_tiles_up_with_a_reason_and_is_measured(city: RunningSite) -> None:
    feed = unshown_feed(city)
    sent = city.ctl("alert", "send", "-", stdin=json.dumps(alert_at(city, feed, "shot-1")).encode())
    assert sent[0]["ack"] == "shot-1"
    incident = incident_of(city, "shot-1")
    assert " NEW " in city.said("incident", "list").stdout, "the word of the desk's cards"
    marked = {c["feed"]: c["mark"] for view in city.ctl("wall", "show") for c in view["cells"] if c["mark"]}
    assert feed in {overlay["feed"] for overlay in incident["overlays"]}
    assert {mark["incident"] for mark in marked.values()} == {incident["incident"]}
    assert marked[feed]["reason"]["distance_cm"] == 0, "the alert is where the camera stands"
    city.wait(
        lambda: incident_of(city, "shot-1")["alert_to_picture_ms"] is not None,
        10,
        "all its tiles painted live",
    )
    assert city.ctl("status")["alert_to_picture_ms"]["n"] >= 1


def test_the_same_alert_again_is_acknowledged_and_ignored(city: RunningSite) -> None:
    alert = json.dumps(alert_at(city, "cam-001", "shot-2")).encode()
    first = city.ctl("alert", "send", "-", stdin=alert)[0]
    second = city.ctl("alert", "send", "-", stdin=alert)[0]
    assert (first["n"], second["duplicate"]) == (second["n"], True)


def test_closing_an_incident_gives_the_cells_back(city: RunningSite) -> None:
    city.ctl("alert", "send", "-", stdin=json.dumps(alert_at(city, unshown_feed(city), "shot-3")).encode())
    incident = incident_of(city, "shot-3")
    assert incident["incident"] in incidents_on_the_wall(city)
    city.ctl("incident", "ack", str(incident["incident"]))
    city.ctl("incident", "close", str(incident["incident"]))
    assert incident["incident"] not in incidents_on_the_wall(city)


def test_a_hand_beats_an_incident(city: RunningSite) -> None:
    city.ctl("wall", "assign", "wall-1", "3", "cam-011", "--pin")
    city.ctl("alert", "send", "-", stdin=json.dumps(alert_at(city, "cam-012", "shot-4")).encode())
    cell = city.ctl("wall", "show")[0]["cells"][3]
    assert (cell["feed"], cell["layer"], cell["pinned"]) == ("cam-011", "hand", True)
    city.ctl("wall", "clear", "wall-1", "3")
    city.ctl("incident", "close", str(incident_of(city, "shot-4")["incident"]))


def test_a_camera_is_rewound_wherever_it_is_shown(city: RunningSite) -> None:
    feed = city.ctl("wall", "show")[0]["cells"][0]["feed"]
    places = city.ctl("rewind", feed, "10")
    assert ("wall-1", 0) in {(place["monitor"], place["cell"]) for place in places}
    assert city.ctl("wall", "show")[0]["cells"][0]["rewind_s"] == 10
    city.ctl("rewind", feed, "0")
    assert city.ctl("wall", "show")[0]["cells"][0]["rewind_s"] == 0
    unknown = city.said("rewind", "cam-999", "10")
    assert (unknown.returncode, "there is no camera 'cam-999'" in unknown.stderr) == (4, True)
    city.ctl("rewind", unshown_feed(city), "10", status=1)


def test_a_refusal_says_what_to_do(city: RunningSite) -> None:
    done = city.said("wall", "assign", "wall-9", "0", "cam-001")
    assert done.returncode == 4
    assert "wall-1" in done.stderr, "the text names the monitors that there are"


def test_a_bad_alert_file_is_named(city: RunningSite, tmp_path: Path) -> None:
    file = tmp_path / "alert.json"
    file.write_text('{"v": 1, "source": "x"}')
    done = city.said("alert", "send", str(file))
    assert done.returncode == 1
    assert "missing required field" in done.stderr


def test_a_layout_file_that_is_not_there_is_named(city: RunningSite, tmp_path: Path) -> None:
    done = city.said("layout", "import", str(tmp_path / "none.json"))
    assert done.returncode == 1
    assert done.stderr.strip() == f"{tmp_path}/none.json: No such file or directory"


def test_a_shot_is_a_png_of_the_monitor(city: RunningSite, tmp_path: Path) -> None:
    for window in ("wall-1", "desk"):
        file = tmp_path / f"{window}.png"
        result = city.ctl("shot", window, str(file))
        assert file.read_bytes().startswith(b"\x89PNG")
        assert result["width"] >= 1280


def test_no_credential_is_anywhere(city: RunningSite) -> None:
    password = next(
        line.split('"')[1] for line in city.file.read_text().splitlines() if line.startswith("password")
    )
    for pid in city.family_pids():
        for name in ("cmdline", "environ"):
            assert password.encode() not in Path(f"/proc/{pid}/{name}").read_bytes()
    written = [p for p in city.home.rglob("*") if p.is_file() and p != city.file]
    assert written
    for file in written:
        assert password.encode() not in file.read_bytes(), file
    for words in (("status",), ("cameras",), ("processes",), ("incident", "list")):
        assert password not in city.said(*words, "--json").stdout


def test_status_tells_of_tiles_that_get_less_and_of_an_engine_that_is_silent(city: RunningSite) -> None:
    assert sum(city.ctl("status")["tiles_with_less"].values()) == sum(city.ctl("media")["shed"].values())
    engine = int(city.processes()["engine"]["pid"])
    os.kill(engine, signal.SIGSTOP)
    try:
        assert "unknown: the media engine is silent" in city.said("status").stdout
    finally:
        os.kill(engine, signal.SIGCONT)


def test_watch_prints_changes(city: RunningSite) -> None:
    done = city.ctl_process("watch", "--count", "1")
    assert done.returncode == 0
    assert b"snapshot: 12 cameras" in done.stdout


def test_media_gives_way_to_windows(city: RunningSite) -> None:
    """Linux shares the processor out among sessions before it looks at nice: so there is one session."""
    pids = {name: int(process["pid"]) for name, process in city.processes().items()}
    assert {os.getsid(pid) for pid in pids.values()} == {os.getsid(city.supervisor_pid())}
    nice = {name: os.getpriority(os.PRIO_PROCESS, pid) for name, pid in pids.items()}
    assert nice["worker-0"] == nice["worker-1"] == nice["display-wall-1"] + 15 == nice["desk"] + 15
    assert len({os.getpgid(pid) for pid in pids.values()}) == len(pids), "Ctrl+C is the supervisor's alone"
    batched = {name for name, pid in pids.items() if os.sched_getscheduler(pid) == os.SCHED_BATCH}
    assert batched == {"worker-0", "worker-1"}


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_second_up_is_kept_out(city: RunningSite, tmp_path: Path, elsewhere: bool) -> None:
    import sys

    frames = sorted(path.name for path in city.frames_dir.iterdir())
    done = subprocess.run(
        [sys.executable, "-m", "console.app.command_line", "up", str(city.file)],
        env=city.environment | ({"XDG_RUNTIME_DIR": str(tmp_path)} if elsewhere else {}),
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 1
    assert b"runs already" in done.stderr and str(city.run_dir).encode() in done.stderr
    assert sorted(path.name for path in city.frames_dir.iterdir()) == frames


def test_ctl_without_a_site_says_how_to_start_one(tmp_path: Path) -> None:
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "console.app.command_line", "ctl", "--run", str(tmp_path), "status"],
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 3
    assert b"no site runs in" in done.stderr and b"sightline up" in done.stderr


def test_layouts_are_kept_with_every_version_of_them(city: RunningSite, tmp_path: Path) -> None:
    site = city
    site.ctl("layout", "save", "late", "wall-2", "--note", "first")
    site.ctl("layout", "load", "late", "wall-2")
    site.ctl("wall", "assign", "wall-2", "0", "cam-001")
    said = site.said("layout", "save", "late", "wall-2").stdout
    second, first = site.ctl("layout", "history", "late")
    assert f"sightline ctl layout restore late {first['version']}" in said and first["note"] == "first"
    (told,) = site.ctl("layout", "diff", "late", str(first["version"]))["differences"]
    assert told.startswith("cell 0 shows cam-001 in place of")
    site.ctl("layout", "lock", "late")
    refused = site.said("layout", "delete", "late")
    assert refused.returncode == 4 and "locked: unlock it first" in refused.stderr
    site.ctl("layout", "unlock", "late")
    site.ctl("layout", "delete", "late", "--over", str(second["version"]))
    table = site.said("layout", "history", "late").stdout
    assert "deleted" in table and "first" in table
    site.ctl("layout", "restore", "late")
    file = tmp_path / "late.json"
    site.said("layout", "export", "late", str(file), "--version", str(first["version"]))
    assert json.loads(file.read_bytes())["cells"][0].get("feed") != "cam-001"
    (kept,) = (one for one in site.ctl("layout", "list") if one["name"] == "late")
    assert kept["note"] == f"version {second['version']} again" and not kept["locked"]
    site.ctl("layout", "delete", "late")
