"""The site file's cameras: a list of addresses, or tables ``[[camera]]`` with all that is known of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from console.app.camera_options import read_options
from console.app.secrets_file import Credentials, Secrets
from console.app.table_reader import Problems, TableReader, as_table, rtsp_complaint
from console.domain.camera import Camera, Profile
from console.domain.ids import FeedId
from console.domain.tier import Warm
from console.domain.wording import visible
from console.protocol.process_config import StreamSource

MAX_CAMERAS = 1000
_WARM = ("always", "near", "never")
_RECORD = ("incidents", "always")
_ASPECT = re.compile(r"^(\d{1,5}):(\d{1,5})$")
_FEED = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,47}$")


@dataclass
class SiteCameras:
    """``warm``: those that are not always kept so; ``recorded``: those that always are; ``names``: where each
    name and agency is written first.
    """

    cameras: list[Camera] = field(default_factory=list)
    streams: list[StreamSource] = field(default_factory=list)
    warm: dict[FeedId, Warm] = field(default_factory=dict)
    recorded: list[FeedId] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


def read_cameras(root: TableReader, problems: Problems, secrets: Secrets) -> SiteCameras:
    """All of them, in the file's order."""
    site, paths = SiteCameras(), []
    for path, row in _camera_rows(root, problems):
        table = TableReader(row, path, problems)
        _read_camera(table, site, secrets)
        paths.append(path)
        site.names.setdefault(site.cameras[-1].name, problems.place((*path, "name")))
        site.names.setdefault(site.cameras[-1].agency, problems.place((*path, "agency")))
        table.finish()
    _complain_about_cameras(site.cameras, paths, problems)
    return site


def _read_camera(table: TableReader, site: SiteCameras, secrets: Secrets) -> None:
    number = table.integer("number", len(site.cameras) + 1, 1, 99_999)
    feed = FeedId(table.text("id", f"cam-{number:03d}", check=_feed_complaint))
    sources = list(_streams(table, feed, secrets.of(feed)))
    if not sources and not (table.has("sub") or table.has("main")):
        table.problem("sub", "a camera needs the address of its sub or main stream (rtsp://...)")
    site.cameras.append(_camera(table, feed, number, tuple(source.profile for source in sources)))
    site.streams.extend(sources)
    kept = Warm[table.choice("warm", "always", _WARM).upper()]
    if kept is not Warm.ALWAYS:
        site.warm[feed] = kept
    if table.choice("record", "incidents", _RECORD) == "always":
        site.recorded.append(feed)


def _camera_rows(
    root: TableReader, problems: Problems
) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    for index, row in enumerate(root.rows("cameras")):
        if isinstance(row, str):
            yield ("cameras", index), {"sub": row}
        else:
            problems.add(("cameras", index), "is a list of addresses; for more, write [[camera]] tables")
    for index, row in enumerate(root.rows("camera")):
        yield ("camera", index), as_table(row, ("camera", index), problems)


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
        for name, value in (("id", camera.feed), ("number", camera.number)):
            if value in seen:
                problems.add((*path, name), f"{value!r} is used twice: in line {seen[value]} as well")
            else:
                seen[value] = problems.line((*path, name))
