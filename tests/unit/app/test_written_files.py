"""Files that people write, in the encodings that their editors choose."""

import codecs
from pathlib import Path

import pytest

from console.app.ctl.incident_commands import read_alerts
from console.app.site_file import load_site
from console.app.table_reader import rtsp_complaint, tcp_complaint
from console.domain.errors import LayoutError, SightlineError, SiteError
from console.protocol.layout_file import read_layout, shipped_layouts, write_layout

ALERT = (Path(__file__).parents[3] / "docs" / "first-alert.json").read_bytes()
SITE = b'name = "city"\ncameras = ["rtsp://10.0.0.5/s"]\n'
SECRETS = b'[cam-001]\nusername = "viewer"\npassword = "let me see"\n'
LATIN_1 = "\n# Café\n".encode("latin-1")


def site_of(folder: Path, site: bytes, secrets: bytes = b"") -> Path:
    if secrets:
        (folder / "secrets.toml").write_bytes(secrets)
        (folder / "secrets.toml").chmod(0o600)
        site = b'secrets = "secrets.toml"\n' + site
    (folder / "site.toml").write_bytes(site)
    return folder / "site.toml"


def complaints(file: Path) -> list[str]:
    with pytest.raises(SiteError) as raised:
        load_site(file)
    return raised.value.problems


def test_a_byte_order_mark_is_taken_everywhere(tmp_path: Path) -> None:
    marked = codecs.BOM_UTF8
    assert load_site(site_of(tmp_path, SITE, marked + SECRETS)).streams[0].username == "viewer"
    assert load_site(site_of(tmp_path, marked + SITE)).name == "city"
    layout = shipped_layouts()["2x2"]
    assert read_layout(marked + write_layout(layout), "it") == layout
    (tmp_path / "alert.json").write_bytes(marked + ALERT)
    assert len(read_alerts(str(tmp_path / "alert.json"))) == 1


def test_another_encoding_is_refused_with_file_and_line(tmp_path: Path) -> None:
    said = "is not UTF-8 (byte 0xe9, as in Latin-1); save the file as UTF-8"
    assert complaints(site_of(tmp_path, SITE + LATIN_1)) == [f"{tmp_path}/site.toml:4: file: {said}"]
    assert complaints(site_of(tmp_path, SITE, SECRETS + LATIN_1)) == [
        f"{tmp_path}/secrets.toml:5: file: {said}"
    ]
    with pytest.raises(LayoutError) as refused:
        read_layout(LATIN_1, "night.json")
    assert str(refused.value) == f"night.json:2: {said}"
    (tmp_path / "alert.json").write_bytes(b"{" + LATIN_1)
    with pytest.raises(SightlineError, match=r"alert.json:2: is not UTF-8"):
        read_alerts(str(tmp_path / "alert.json"))
    assert complaints(site_of(tmp_path, SITE.decode().encode("utf-16"))) == [
        f"{tmp_path}/site.toml:1: file: is UTF-16; save the file as UTF-8"
    ]


@pytest.mark.parametrize(
    ("url", "character"),
    [
        ("rtsp://admin:12#34@10.0.0.5/s", "#"),
        ("rtsp://admin:12/34@10.0.0.5/s", "/"),
        ("rtsp://admin:pa/ss@camera.lan/s", "/"),
        ("rtsp://admin:pa?ss@10.0.0.5:554/s", "?"),
        ("rtsp://ad#min:pass@10.0.0.5/s", "#"),
        ("rtsps://admin:a#b/c?d@[::1]/s", "#"),
        ("rtsp://admin:2024/ab@camera-3/stream", "/"),
        ("rtsp://admin:a[b@10.0.0.5/s", "["),
        ("rtsp://admin:a]b@10.0.0.5/s", "]"),
    ],
)
def test_a_character_that_ends_the_host_is_named_with_its_escape(url: str, character: str) -> None:
    said = rtsp_complaint(url)
    assert said is not None and f"write %{ord(character):02X}" in said
    assert "12" not in said and "pass" not in said.split("password")[1]


@pytest.mark.parametrize(
    "url",
    [
        "rtsp://admin:12%2334@10.0.0.5/s",
        "rtsp://10.0.0.5/user@1",
        "rtsp://10.0.0.5:554/cam?user=a@b.example",
        "rtsp://camera.lan/a@b/c",
        "rtsp://admin:p@ss@10.0.0.5/s",
        "rtsp://localhost/x@y.z",
        "rtsp://[::1]/x@y.z",
        "rtsp://camera-3:554/x@y/z",
        "rtsp://camera-3/live@main",
    ],
)
def test_an_at_in_a_path_is_no_password(url: str) -> None:
    assert rtsp_complaint(url) is None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("rtsp://camera-3:99999/s", "the port must be a number up to 65535"),
        ("rtsp://user:p@[::1/s", "its host is none"),
        ("rtsp://camera-3/a\r\nX-Injected: 1", "write %20"),
        ("rtsp://camera-3/a b", "write %20"),
        ("rtsp://camera-3/a\x00b", "control character"),
    ],
)
def test_what_is_no_address_is_told_as_what_it_is(url: str, said: str) -> None:
    assert said in str(rtsp_complaint(url))


@pytest.mark.parametrize("endpoint", ["tcp://127.0.0.1:7741]z", "tcp://[::1:77", "tcp://:99999", ""])
def test_what_is_no_listening_address_is_told_so(endpoint: str) -> None:
    assert "must be tcp://ADDRESS:PORT" in str(tcp_complaint(endpoint))


def test_a_file_without_end_is_refused() -> None:
    for read in (load_site, lambda path: read_alerts(str(path))):
        with pytest.raises(SightlineError, match="is larger than 64 MiB"):
            read(Path("/dev/zero"))


def test_duplicates_name_both_lines(tmp_path: Path) -> None:
    file = site_of(
        tmp_path,
        SITE
        + b'[[camera]]\nid = "cam-001"\nsub = "rtsp://h/b"\n[[monitor]]\nid = "w"\n[[monitor]]\nid = "w"\n',
    )
    assert complaints(file) == [
        f"{file}:4: camera[1].id: 'cam-001' is used twice: in line 2 as well",
        f"{file}:9: monitor[2].id: 'w' is used twice: in line 7 as well",
    ]


def test_a_camera_at_zero_zero_is_warned_of_and_has_no_position(tmp_path: Path) -> None:
    site = load_site(site_of(tmp_path, b'[[camera]]\nsub = "rtsp://h/a"\nlat_deg = 0.0\nlon_deg = 0.0\n'))
    assert site.cameras[0].lat_deg is None and site.cameras[0].lon_deg is None
    assert len(site.warnings) == 1 and ":3: camera[1].lat_deg: 0, 0 lies in the ocean" in site.warnings[0]
