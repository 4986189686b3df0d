"""Reads and checks ``site.toml``. A wrong site never starts half: every problem is named at once."""

import math
import os
import tomllib
from dataclasses import replace
from pathlib import Path

from console.app.camera_tables import read_cameras
from console.app.monitor_tables import read_geometry, read_monitors
from console.app.package.trusted_keys import read_key_line
from console.app.recording_table import read_recording
from console.app.rule_tables import read_rules
from console.app.secrets_file import Secrets
from console.app.site import SimulatorSite, Site
from console.app.table_reader import Problems, TableReader, folder_name_complaint, tables, tcp_complaint
from console.domain.errors import SiteError
from console.domain.ids import FeedId
from console.protocol.endpoints import DEFAULT_ALERTS_PORT, DEFAULT_SIMPLE_ALERTS_PORT
from console.protocol.process_config import DirectorConfig, LogLimits, MediaBudgets
from console.protocol.toml_lines import field_lines
from console.protocol.written_text import NotUtf8, TooLarge, decode_written, read_written

CAMERAS_A_WORKER = 48
"""Each camera has a thread, and all of a process take turns to run Python. Measured on two slow cores with
288 cameras and a preset of 144 tiles: half of them were LIVE or KEY after 4.6 s with two workers, after
1.2 s with six."""
MOST_A_CORE = 8
"""So many workers are made because there are cores for them."""
MOST_WORKERS = 64

MP_S_A_CORE = 300.0
"""What a core of an old server decodes, drawing included: budgets were counted so once."""


def load_site(path: Path) -> Site:
    """Read a site file. Raises SiteError with ``file:line: field: what`` for everything that is wrong."""
    try:
        body = read_written(path)
    except OSError as error:
        raise SiteError([f"{path}: cannot be read: {error.strerror or error}"]) from error
    except TooLarge as error:
        raise SiteError([f"{path}: {error}"]) from error
    try:
        text = decode_written(body)
    except NotUtf8 as error:
        raise SiteError([f"{path}:{error.line}: file: {error}"]) from error
    return parse_site(text, str(path))


def parse_site(text: str, file: str) -> Site:
    """Check a site file's text. Raises SiteError."""
    try:
        table = tomllib.loads(text)
    except RecursionError as error:
        raise SiteError([f"{file}: is not TOML: it is nested too deeply"]) from error
    except ValueError as error:  # a number of 5,000 digits is one, too
        raise SiteError([f"{file}: is not TOML: {error}"]) from error
    problems = Problems(file, field_lines(text))
    root = TableReader(table, (), problems)
    secrets = _secrets(root, Path(file).parent)
    site = _read_site(root, problems, secrets, Path(file).parent)
    secrets.complain_about_strangers(camera.feed for camera in site.cameras)
    if texts := problems.texts() + secrets.problems():
        raise SiteError(texts)
    return site


def _secrets(root: TableReader, folder: Path) -> Secrets:
    name = root.text("secrets")
    secrets = Secrets(folder / name)
    if name:
        secrets.open()
    return secrets


def _usual_workers(cameras: int) -> int:
    a_core = min(os.cpu_count() or 2, MOST_A_CORE)
    return min(MOST_WORKERS, max(a_core, math.ceil(cameras / CAMERAS_A_WORKER)))


def _read_site(root: TableReader, problems: Problems, secrets: Secrets, folder: Path) -> Site:
    name = root.text("name", "site", check=folder_name_complaint)
    data_dir = root.text("data_dir", _default_data_dir(name), check=_folder_complaint)
    cameras = read_cameras(root, problems, secrets)
    endpoints = root.table("endpoints")
    budgets = root.table("budgets")
    desk = root.table("desk")
    maps = root.table("map")
    map_dir = maps.text("folder")
    wall_map = maps.flag("wall", True)
    site = Site(
        name=name,
        data_dir=_expanded(data_dir),
        cameras=tuple(cameras.cameras),
        streams=tuple(cameras.streams),
        monitors=read_monitors(root, problems),
        alerts_endpoint=_endpoint(endpoints, "alerts", f"tcp://127.0.0.1:{DEFAULT_ALERTS_PORT}"),
        simple_alerts_endpoint=_endpoint(
            endpoints, "alerts_simple", f"tcp://127.0.0.1:{DEFAULT_SIMPLE_ALERTS_PORT}"
        ),
        commands_endpoint=_endpoint(endpoints, "commands", ""),
        changes_endpoint=_endpoint(endpoints, "changes", ""),
        director=_director(root.table("director")),
        rules=read_rules(tables(root, "rule", problems)),
        public_preset=root.text("public_preset"),
        workers=budgets.integer("workers", _usual_workers(len(cameras.cameras)), 1, MOST_WORKERS),
        decode_threads=budgets.integer("decode_threads", 1, 1, 16),
        gpu=budgets.choice("gpu", "auto", ("auto", "fetch", "off")),
        budgets=_budgets(budgets),
        warm=cameras.warm,
        desk=desk.flag("shown", True),
        desk_geometry=read_geometry(desk),
        map_dir=map_dir,
        windowed=root.flag("windowed", False),
        log=_log_limits(root.table("log")),
        recording=read_recording(root.table("recording"), tuple(cameras.recorded)),
        wall_map=wall_map,
        snapshots_dir=_snapshots_dir(root),
        simulator=_simulator(root, problems),
        names=cameras.names,
        trusted_keys=_trusted_keys(root),
        keys_file=str((folder / _expanded(keys)).absolute()) if (keys := desk.text("keys")) else "",
    )
    for reader in (endpoints, budgets, desk, root):
        reader.finish()
    return replace(site, warnings=tuple(problems.warnings()))


def _folder_complaint(text: str) -> str | None:
    if "\0" in text:
        return "is no folder: it holds a NUL character"
    return (
        None
        if _expanded(text).is_absolute() or not text.startswith("~")
        else "names a user that is not there"
    )


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # no such user
        return Path(text)


def _snapshots_dir(root: TableReader) -> str:
    folder = root.text("snapshots_dir", check=_folder_complaint)
    return str(_expanded(folder).absolute()) if folder else ""


def _default_data_dir(name: str) -> str:
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return f"{base}/sightline/{name}"


def _endpoint(table: TableReader, field: str, default: str) -> str:
    return table.text(field, default, check=tcp_complaint)


def _director(table: TableReader) -> DirectorConfig:
    config = DirectorConfig(
        cameras=table.integer("cameras", 4, 1, 32),
        hold_s=table.integer("hold_s", 300, 5, 86_400),
        mode=table.choice("mode", "auto", ("auto", "off")),
    )
    table.finish()
    return config


def _trusted_keys(root: TableReader) -> tuple[str, ...]:
    keys = []
    for line in root.rows("trusted_keys"):
        try:
            read_key_line(str(line))
            keys.append(str(line))
        except ValueError:
            root.problem("trusted_keys", f"holds {line!r}, no key as sightline package key prints one")
    return tuple(keys)


def _log_limits(table: TableReader) -> LogLimits:
    usual = LogLimits()
    limits = LogLimits(
        keep_days=table.integer("keep_days", usual.keep_days, 1, 3_650),
        keep_mb=table.integer("keep_mb", usual.keep_mb, 100, 1_000_000),
    )
    table.finish()
    return limits


def _budgets(table: TableReader) -> MediaBudgets:
    usual = MediaBudgets()
    network_mbit_s = table.number(table.new_name("network_mb_s", "network_mbit_s"), 1, 100_000)
    ring_s = table.number("ring_s", 0, 600)
    return MediaBudgets(
        decode_cores=_decode_cores(table),
        network_mbit_s=usual.network_mbit_s if network_mbit_s is None else network_mbit_s,
        main_streams=table.integer("main_streams", usual.main_streams, 0, 1000),
        ring_s=usual.ring_s if ring_s is None else ring_s,
        ring_mib=table.integer(table.new_name("ring_mb", "ring_mib"), usual.ring_mib, 1, 1_000_000),
    )


def _decode_cores(table: TableReader) -> float:
    cores = table.number("decode_cores", 0, 1024)
    mp_s = table.number("decode_mp_s", 0, 100_000)
    if mp_s is None:
        return cores or 0.0
    table.warn("decode_mp_s", f"is counted in cores now: write decode_cores = {mp_s / MP_S_A_CORE:.1f}")
    return cores or mp_s / MP_S_A_CORE


# --- simulator ----------------------------------------------------------------------------------------


def _simulator(root: TableReader, problems: Problems) -> SimulatorSite | None:
    table = root.table("simulator")
    if not root.has("simulator"):
        return None
    points = []
    for index, row in enumerate(table.rows("alert_points")):
        if isinstance(row, list) and len(row) == 2 and all(isinstance(item, float) for item in row):
            points.append((row[0], row[1]))
        else:
            problems.add(("simulator", "alert_points", index), "must be [lat_deg, lon_deg]")
    h265 = table.rows("h265")
    for index, feed in enumerate(h265):
        if not isinstance(feed, str):
            problems.add(("simulator", "h265", index), "must be a camera's id")
    site = SimulatorSite(
        port=table.integer("port", 8554, 1, 65_535),
        username=table.text("username"),
        password=table.text("password"),
        seed=table.integer("seed", 1, 0, 2**31),
        alerts=table.flag("alerts", True),
        alert_interval_s=table.number("alert_interval_s", 0.1, 3600) or 12.0,
        alert_points=tuple(points),
        h265=tuple(FeedId(feed) for feed in h265),
    )
    table.finish()
    return site
