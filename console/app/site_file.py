"""Reads and checks ``site.toml``. A wrong site never starts half: every problem is named at once."""

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from console.app.camera_options import read_options
from console.app.package.trusted_keys import read_key_line
from console.app.recording_table import read_recording
from console.app.rule_tables import read_rules
from console.app.secrets_file import Credentials, Secrets
from console.app.site import SimulatorSite, Site
from console.app.table_reader import Problems, TableReader, rtsp_complaint, tcp_complaint
from console.domain.camera import Camera, Profile
from console.domain.errors import SiteError
from console.domain.ids import FeedId, MonitorId
from console.domain.monitor import Geometry, MonitorSpec
from console.domain.tier import Warm
from console.domain.wording import visible
from console.protocol.endpoints import DEFAULT_ALERTS_PORT, DEFAULT_SIMPLE_ALERTS_PORT
from console.protocol.process_config import DirectorConfig, LogLimits, MediaBudgets, StreamSource
from console.protocol.shipped import shipped
from console.protocol.toml_lines import field_lines
from console.protocol.written_text import NotUtf8, TooLarge, decode_written, read_written

MAX_CAMERAS = 1000
MP_S_A_CORE = 300.0
"""What a core of an old server decodes, drawing included: budgets were counted so once."""
MAX_MONITORS = 16
_WARM = ("always", "near", "never")
_RECORD = ("incidents", "always")
_ASPECT = re.compile(r"^(\d{1,5}):(\d{1,5})$")
_NAME = re.compile(r"^[a-z0-9][a-z0-9-]{0,31}$")
_FEED = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,47}$")


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


def _read_site(root: TableReader, problems: Problems, secrets: Secrets, folder: Path) -> Site:
    name = root.text("name", "site", check=_name_complaint)
    data_dir = root.text("data_dir", _default_data_dir(name), check=_folder_complaint)
    names: dict[str, str] = {}
    always: list[FeedId] = []
    cameras, streams, warm = _cameras(root, problems, secrets, names, always)
    endpoints = root.table("endpoints")
    budgets = root.table("budgets")
    desk = root.table("desk")
    maps = root.table("map")
    map_dir = maps.text("folder")
    wall_map = maps.flag("wall", True)
    site = Site(
        name=name,
        data_dir=_expanded(data_dir),
        cameras=cameras,
        streams=streams,
        monitors=_monitors(root, problems),
        alerts_endpoint=_endpoint(endpoints, "alerts", f"tcp://127.0.0.1:{DEFAULT_ALERTS_PORT}"),
        simple_alerts_endpoint=_endpoint(
            endpoints, "alerts_simple", f"tcp://127.0.0.1:{DEFAULT_SIMPLE_ALERTS_PORT}"
        ),
        commands_endpoint=_endpoint(endpoints, "commands", ""),
        changes_endpoint=_endpoint(endpoints, "changes", ""),
        director=_director(root.table("director")),
        rules=read_rules(_tables(root, "rule", problems)),
        public_preset=root.text("public_preset"),
        workers=budgets.integer("workers", min(os.cpu_count() or 2, 8), 1, 64),
        decode_threads=budgets.integer("decode_threads", 1, 1, 16),
        gpu=budgets.choice("gpu", "auto", ("auto", "fetch", "off")),
        budgets=_budgets(budgets),
        warm=warm,
        desk=desk.flag("shown", True),
        desk_geometry=_geometry(desk),
        map_dir=map_dir,
        windowed=root.flag("windowed", False),
        log=_log_limits(root.table("log")),
        recording=read_recording(root.table("recording"), tuple(always)),
        wall_map=wall_map,
        snapshots_dir=_snapshots_dir(root),
        simulator=_simulator(root, problems),
        names=names,
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


def _name_complaint(name: str) -> str | None:
    return None if _NAME.match(name) else "must be 1 to 32 of a-z, 0-9 and -, as it names folders"


def _snapshots_dir(root: TableReader) -> str:
    folder = root.text("snapshots_dir", check=_folder_complaint)
    return str(_expanded(folder).absolute()) if folder else ""


def _default_data_dir(name: str) -> str:
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return f"{base}/sightline/{name}"


def _endpoint(table: TableReader, field: str, default: str) -> str:
    return table.text(field, default, check=tcp_complaint)


def _geometry(table: TableReader) -> Geometry | None:
    numbers = table.numbers("geometry", 4)
    if numbers is None:
        return None
    x, y, width, height = numbers
    if width < 320 or height < 180:
        table.problem("geometry", "is [x, y, width, height]; at least 320 wide and 180 high")
        return None
    return Geometry(x, y, width, height)


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


# --- monitors -----------------------------------------------------------------------------------------


def _tables(root: TableReader, field: str, problems: Problems) -> list[TableReader]:
    return [
        TableReader(_as_table(row, (field, index), problems), (field, index), problems)
        for index, row in enumerate(root.rows(field))
    ]


def _monitors(root: TableReader, problems: Problems) -> tuple[MonitorSpec, ...]:
    monitors: dict[str, MonitorSpec] = {}
    lines: dict[str, int] = {}
    for index, table in enumerate(_tables(root, "monitor", problems)):
        spec = _monitor(table, index)
        line = problems.line(("monitor", index, "id"))
        if spec.monitor in monitors:
            table.problem("id", f"{spec.monitor!r} is used twice: in line {lines[spec.monitor]} as well")
        if twin := next((one for one in monitors.values() if _same_panel(one, spec)), None):
            words = f"can't be told from {twin.monitor} by this: give each its serial, or its own connector"
            table.warn("serial" if spec.serial else "model" if spec.model else "connector", words)
        monitors[spec.monitor] = spec
        lines.setdefault(spec.monitor, line)
        table.finish()
    if len(monitors) > MAX_MONITORS:
        problems.add(("monitor",), f"at most {MAX_MONITORS} monitors")
    return tuple(monitors.values()) or (MonitorSpec(MonitorId("wall-1")),)


def _same_panel(one: MonitorSpec, other: MonitorSpec) -> bool:
    """Whether nothing in the file tells these two apart that are identified."""
    told = [(spec.manufacturer, spec.model, spec.serial, spec.connector) for spec in (one, other)]
    return told[0] == told[1] and any(told[0])


def _monitor(table: TableReader, index: int) -> MonitorSpec:
    return MonitorSpec(
        monitor=MonitorId(table.text("id", f"wall-{index + 1}", check=_name_complaint)),
        layout=table.text("layout", "4x4", check=_layout_complaint),
        manufacturer=table.text("manufacturer"),
        model=table.text("model"),
        serial=table.text("serial"),
        connector=table.text("connector"),
        geometry=_geometry(table),
    )


def _layout_complaint(name: str) -> str | None:
    if shipped("layouts", f"{name}.json").is_file():
        return None
    names = sorted(item.name.removesuffix(".json") for item in shipped("layouts").iterdir())
    return f"there is no layout {name!r} to start with; there are {', '.join(names)}"


def _as_table(row: Any, path: tuple[str | int, ...], problems: Problems) -> dict[str, Any]:
    if isinstance(row, dict):
        return row
    problems.add(path, f"must be a table, not {row!r}")
    return {}


# --- cameras ------------------------------------------------------------------------------------------


def _cameras(
    root: TableReader, problems: Problems, secrets: Secrets, names: dict[str, str], always: list[FeedId]
) -> tuple[tuple[Camera, ...], tuple[StreamSource, ...], dict[FeedId, Warm]]:
    cameras: list[Camera] = []
    paths: list[tuple[str | int, ...]] = []
    streams: list[StreamSource] = []
    warm: dict[FeedId, Warm] = {}
    for path, row in _camera_rows(root, problems):
        table = TableReader(row, path, problems)
        number = table.integer("number", len(cameras) + 1, 1, 99_999)
        feed = FeedId(table.text("id", f"cam-{number:03d}", check=_feed_complaint))
        sources = list(_streams(table, feed, secrets.of(feed)))
        if not sources and not (table.has("sub") or table.has("main")):
            table.problem("sub", "a camera needs the address of its sub or main stream (rtsp://...)")
        paths.append(path)
        cameras.append(_camera(table, feed, number, tuple(source.profile for source in sources)))
        names.setdefault(cameras[-1].name, problems.place((*path, "name")))
        names.setdefault(cameras[-1].agency, problems.place((*path, "agency")))
        streams.extend(sources)
        kept = Warm[table.choice("warm", "always", _WARM).upper()]
        if kept is not Warm.ALWAYS:
            warm[feed] = kept
        if table.choice("record", "incidents", _RECORD) == "always":
            always.append(feed)
        table.finish()
    _complain_about_cameras(cameras, paths, problems)
    return tuple(cameras), tuple(streams), warm


def _camera_rows(
    root: TableReader, problems: Problems
) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    for index, row in enumerate(root.rows("cameras")):
        if isinstance(row, str):
            yield ("cameras", index), {"sub": row}
        else:
            problems.add(("cameras", index), "is a list of addresses; for more, write [[camera]] tables")
    for index, row in enumerate(root.rows("camera")):
        yield ("camera", index), _as_table(row, ("camera", index), problems)


def _camera(table: TableReader, feed: FeedId, number: int, profiles: tuple[Profile, ...]) -> Camera:
    lat, lon = table.number("lat_deg", -90, 90), table.number("lon_deg", -180, 180)
    if (lat is None) != (lon is None):
        table.problem("lat_deg", "a position needs both lat_deg and lon_deg")
    if lat == lon == 0:
        table.warn("lat_deg", "0, 0 lies in the ocean and is taken as no position; leave both out")
        lat = lon = None
    return Camera(
        feed=feed,
        number=number,
        name=visible(" ".join(table.text("name", f"Camera {number}").split())),
        agency=visible(" ".join(table.text("agency").split())),
        lat_deg=lat,
        lon_deg=lon,
        azimuth_deg=table.number("azimuth_deg", 0, 360),
        fov_deg=table.number("fov_deg", 1, 360),
        range_m=table.number("range_m", 1, 5000),
        profiles=profiles,
    )


def _feed_complaint(feed: str) -> str | None:
    return None if _FEED.match(feed) else "must be 1 to 48 letters, digits, dots, dashes or underscores"


def _aspect_complaint(text: str) -> str | None:
    found = _ASPECT.match(text)
    if found is None:
        return f'is a ratio such as "16:9", not {text!r}'
    width, height = int(found[1]), int(found[2])
    return None if height and height <= width * 8 <= height * 64 else "is from 1:8 to 8:1"


def _streams(table: TableReader, feed: FeedId, secret: Credentials) -> Iterator[StreamSource]:
    transport = table.choice("transport", "tcp", ("tcp", "udp"))
    device = table.text("device")
    aspect = table.text("aspect", check=_aspect_complaint)
    own = Credentials(table.secret("username"), table.secret("password"))
    options = read_options(table)
    if own.username and secret.username:
        table.problem("username", "is in the secrets file as well; leave one out")
    for profile in (Profile.SUB, Profile.MAIN):
        url = table.text(profile.value, check=rtsp_complaint)
        if table.has(profile.value) and rtsp_complaint(url) is None:
            bare, in_url = _without_credentials(url)
            known = next((one for one in (own, secret, in_url) if one.username), in_url)
            yield StreamSource(
                feed, profile, bare, known.username, known.password, transport, device, options, aspect
            )


def _without_credentials(url: str) -> tuple[str, Credentials]:
    """Take the credentials out of the address: it is shown and logged, they never are."""
    parts = urlsplit(url)
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    return urlunsplit(bare), Credentials(unquote(parts.username or ""), unquote(parts.password or ""))


def _complain_about_cameras(
    cameras: list[Camera], paths: list[tuple[str | int, ...]], problems: Problems
) -> None:
    if not cameras:
        problems.add((), 'names no camera; the shortest site is: cameras = ["rtsp://...", "rtsp://..."]')
    if len(cameras) > MAX_CAMERAS:
        problems.add(("camera",), f"at most {MAX_CAMERAS} cameras")
    seen: dict[str | int, int] = {}
    for path, camera in zip(paths, cameras, strict=True):
        for field, value in (("id", camera.feed), ("number", camera.number)):
            if value in seen:
                problems.add((*path, field), f"{value!r} is used twice: in line {seen[value]} as well")
            else:
                seen[value] = problems.line((*path, field))


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
