"""A site file is read whole or not at all, and every problem is named with its line."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.app.process_plan import draws_maps, snapshots_dir
from console.app.site_file import load_site, parse_site
from console.domain.alert import AlertKind, Severity
from console.domain.camera import Profile
from console.domain.errors import SiteError
from console.domain.tier import Warm
from console.protocol.process_config import MediaBudgets, RecordingConfig
from console.protocol.shipped import shipped

SHORTEST = 'cameras = ["rtsp://ann:s%40cret@10.0.0.1/a", "rtsp://10.0.0.2/b"]'


def problems_of(text: str) -> list[str]:
    with pytest.raises(SiteError) as caught:
        parse_site(text, "site.toml")
    return caught.value.problems


def test_two_addresses_are_enough() -> None:
    site = parse_site(SHORTEST, "site.toml")
    assert [camera.name for camera in site.cameras] == ["Camera 1", "Camera 2"]
    assert [monitor.monitor for monitor in site.monitors] == ["wall-1"]


def test_many_cameras_have_more_media_processes_than_there_are_cores() -> None:
    few = parse_site(SHORTEST, "site.toml").workers
    many = parse_site(f"cameras = {[f'rtsp://10.0.0.1/{number}' for number in range(1000)]}", "site.toml")
    assert (few, many.workers) == (min(os.cpu_count() or 2, 8), 21)
    assert parse_site(f"{SHORTEST}\n[budgets]\nworkers = 3", "site.toml").workers == 3


def test_credentials_leave_the_address() -> None:
    source = parse_site(SHORTEST, "site.toml").streams[0]
    assert (source.url, source.username, source.password) == ("rtsp://10.0.0.1/a", "ann", "s@cret")
    assert "s@cret" not in repr(source)
    assert "s@cret" not in repr(parse_site(SHORTEST, "site.toml"))


def test_every_problem_is_named_at_once_with_file_line_and_field() -> None:
    text = """name = "Bad Name"
[[camera]]
sub = "http://10.0.0.1/"
lat_deg = 91
[[camera]]
main = "rtsp://10.0.0.2/"
nmae = "Quay"
[[monitor]]
layout = "7x7"
geometry = [0, 0, 10]
[endpoints]
alerts = "udp://1.2.3.4:5"
"""
    found = problems_of(text)
    expected = [
        "site.toml:1: name:",
        "site.toml:3: camera[1].sub: must begin with rtsp://",
        "site.toml:4: camera[1].lat_deg: must be from -90 to 90",
        "site.toml:7: camera[2].nmae: no such field; did you mean name?",
        "site.toml:9: monitor[1].layout: there is no layout '7x7'",
        "site.toml:10: monitor[1].geometry: must be a list of 4 whole numbers",
        "site.toml:12: endpoints.alerts: must be tcp://",
    ]
    for start in expected:
        assert any(problem.startswith(start) for problem in found), (start, found)


def test_a_bad_address_is_named_without_its_password() -> None:
    text = "".join(problems_of('cameras = ["http://ann:hunter2@10.0.0.1/"]'))
    assert "must begin with rtsp://" in text
    assert "hunter2" not in text


def test_the_same_camera_twice_is_named() -> None:
    found = problems_of('[[camera]]\nid="a"\nsub="rtsp://h/1"\n[[camera]]\nid="a"\nsub="rtsp://h/2"\n')
    assert found == ["site.toml:5: camera[2].id: 'a' is used twice: in line 2 as well"]


def test_no_camera_teaches_the_shortest_site() -> None:
    assert "cameras = [" in problems_of("")[0]


def test_the_reference_is_a_good_site(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(shipped("resources", "site.toml").read_text(encoding="utf-8"), encoding="utf-8")
    site = load_site(file)
    assert site.cameras[0].profiles == (Profile.SUB, Profile.MAIN)
    assert site.monitors[1].serial == "8XK2T13"


def test_budgets_and_warmth_reach_the_site() -> None:
    text = """
[[camera]]
sub = "rtsp://h/1"
[[camera]]
sub = "rtsp://h/2"
warm = "never"
[budgets]
decode_cores = 1.5
network_mbit_s = 90.5
main_streams = 0
ring_s = 10
ring_mib = 100
"""
    site = parse_site(text, "site.toml")
    assert site.budgets == MediaBudgets(1.5, 90.5, 0, 10.0, 100)
    assert site.warm == {"cam-002": Warm.NEVER}
    assert parse_site(SHORTEST, "site.toml").budgets == MediaBudgets()


def test_unknown_warmth_is_named() -> None:
    (found,) = problems_of('[[camera]]\nsub = "rtsp://h/1"\nwarm = "hot"\n')
    assert found == "site.toml:3: camera[1].warm: must be one of always, near, never, not 'hot'"


def test_a_file_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="cannot be read"):
        load_site(tmp_path / "none.toml")


@given(st.text(max_size=200))
def test_any_text_is_a_site_or_a_named_problem(text: str) -> None:
    try:
        parse_site(text, "site.toml")
    except SiteError as error:
        assert all(problem.startswith("site.toml:") for problem in error.problems)


def site_with(folder: Path, camera: str, secrets: str | None = None, mode: int = 0o600) -> Path:
    """A site file of one camera, and a secrets file beside it."""
    file = folder / "site.toml"
    named = ""
    if secrets is not None:
        named = 'secrets = "secrets.toml"\n'
        (folder / "secrets.toml").write_text(secrets, encoding="utf-8")
        (folder / "secrets.toml").chmod(mode)
    file.write_text(f'{named}[[camera]]\nid = "quay"\nsub = "rtsp://h/1"\n{camera}', encoding="utf-8")
    return file


def problems_with(file: Path) -> str:
    with pytest.raises(SiteError) as caught:
        load_site(file)
    return "\n".join(caught.value.problems)


def test_secrets_file_gives_the_credentials_and_shows_none(tmp_path: Path) -> None:
    file = site_with(tmp_path, "", '[quay]\nusername = "ann"\npassword = "hunter2"\n')
    site = load_site(file)
    (source,) = site.streams
    assert (source.username, source.password) == ("ann", "hunter2")
    assert "hunter2" not in repr(site) + repr(source)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_secrets_that_others_may_read_are_refused_with_the_remedy(tmp_path: Path, mode: int) -> None:
    found = problems_with(site_with(tmp_path, "", '[quay]\nusername = "ann"\n', mode))
    assert f"do: chmod 600 {tmp_path}/secrets.toml" in found


@pytest.mark.parametrize(
    ("secrets", "expected"),
    [
        ('[quay]\npassword = "hunter2"\n', "secrets.toml:2: quay.password: needs a username"),
        ("[quay]\npassword = 123456\n", "secrets.toml:2: quay.password: must be a text in quotes"),
        ('[qay]\nusername = "ann"\n', "secrets.toml:1: qay: the site has no such camera; did you mean quay?"),
        ('password = "hunter2"\n', "secrets.toml:1: password: stands outside of any camera's table"),
        ("[quay\nhunter2", "is not TOML"),
        ('[quay]\nuser = "ann"\npassword = ""', "quay.user: no such field; did you mean username?"),
    ],
)
def test_what_is_wrong_with_secrets_is_said_without_them(tmp_path: Path, secrets: str, expected: str) -> None:
    found = problems_with(site_with(tmp_path, "", secrets))
    assert expected in found
    assert "hunter2" not in found
    assert "123456" not in found


def test_missing_secrets_file_is_named(tmp_path: Path) -> None:
    file = site_with(tmp_path, "", "")
    (tmp_path / "secrets.toml").unlink()
    assert "secrets.toml:1: file: cannot be read: No such file" in problems_with(file)


def test_credentials_in_two_places_are_a_problem(tmp_path: Path) -> None:
    file = site_with(tmp_path, 'username = "bob"\n', '[quay]\nusername = "ann"\n')
    assert "camera[1].username: is in the secrets file as well" in problems_with(file)


def test_a_password_that_is_no_text_is_not_shown(tmp_path: Path) -> None:
    assert "123456" not in problems_with(site_with(tmp_path, 'username = "a"\npassword = 123456\n'))


def test_budgets_are_read_by_their_old_names_with_a_note(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    budgets = "network_mb_s = 90\nring_mb = 100\ndecode_mp_s = 450\n"
    file.write_text(f'name = "c"\ncameras = ["rtsp://h.x/a"]\n[budgets]\n{budgets}')
    site = load_site(file)
    assert site.budgets == MediaBudgets(1.5, 90.0, ring_mib=100)
    assert [warning.split(": ", 1)[1] for warning in site.warnings] == [
        "budgets.network_mb_s: is called network_mbit_s now; under its old name it is still read",
        "budgets.ring_mb: is called ring_mib now; under its old name it is still read",
        "budgets.decode_mp_s: is counted in cores now: write decode_cores = 1.5",
    ]


def test_a_line_break_in_a_password_is_refused_and_not_shown(tmp_path: Path) -> None:
    said = problems_with(site_with(tmp_path, 'username = "a"\npassword = "geheim\\nX: 1"\n'))
    assert "camera[1].password: holds a line break" in said and "geheim" not in said


def test_device_transport_and_options_reach_the_source(tmp_path: Path) -> None:
    text = 'device = "rec"\ntransport = "udp"\noptions = { timeout = 8_000_000, fflags = "+genpts" }\n'
    (source,) = load_site(site_with(tmp_path, text)).streams
    assert (source.device, source.transport) == ("rec", "udp")
    assert source.options == {"timeout": "8000000", "fflags": "+genpts"}


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        ("probsize = 1", "did you mean probesize?"),
        ('rtsp_transport = "udp"', 'transport = "udp"'),
        ("stimeout = 1", "FFmpeg calls it timeout now"),
        ('zzz = "1"', "known: timeout"),
        ("timeout = 1.5", "must be a text in quotes or a whole number"),
        ("timeout = 8", "is in microseconds: from 500000 to 14000000"),
        ('probesize = "much"', "must be a whole number, not 'much'"),
        ('fflags = "nobuffer"', "throws away the first keyframe"),
        ('rtsp_flags = "listen"', "would wait"),
        ('user_agent = "wall\\r\\nX-Odd: 1"', "a line break"),
    ],
)
def test_options_that_are_not_allowed_are_refused_with_a_hint(
    tmp_path: Path, options: str, hint: str
) -> None:
    assert hint in problems_with(site_with(tmp_path, f"options = {{ {options} }}\n"))


def test_a_cameras_shape_reaches_its_streams() -> None:
    site = parse_site('[[camera]]\nsub="rtsp://h/1"\naspect="16:9"\n', "site.toml")
    assert site.streams[0].aspect == "16:9"
    assert problems_of('[[camera]]\nsub="rtsp://h/1"\naspect="wide"\n') == [
        "site.toml:3: camera[1].aspect: is a ratio such as \"16:9\", not 'wide'"
    ]
    assert "is from 1:8 to 8:1" in problems_of('[[camera]]\nsub="rtsp://h/1"\naspect="100:1"\n')[0]
    assert "is from 1:8 to 8:1" in problems_of('[[camera]]\nsub="rtsp://h/1"\naspect="1:0"\n')[0]


@pytest.mark.parametrize(
    "text",
    [
        'name = "c"\ndata_dir = "~nobody-of-that-name/x"\ncameras = ["rtsp://h.x/a"]\n',
        'name = "c"\ndata_dir = "a\\u0000b"\ncameras = ["rtsp://h.x/a"]\n',
        f'name = "c"\ncameras = ["rtsp://h.x/a"]\n[budgets]\nring_mb = {"9" * 5_000}\n',
        "a = " + "[" * 100_000,
    ],
    ids=["no such user", "NUL", "digits", "nested"],
)
def test_what_no_site_can_be_is_refused_in_words(text: str) -> None:
    assert len(problems_of(text)) >= 1


def test_severe_gunshots_are_recorded_unless_the_site_says_otherwise() -> None:
    usual = parse_site(SHORTEST, "site.toml").recording
    assert (usual.kinds, usual.least_severity) == ((AlertKind.GUNSHOT,), Severity.SEVERE)
    assert (usual.keep_days, usual.keep_gb, usual.least_free_gb) == (30, 50, 2)
    assert parse_site(f"{SHORTEST}\n[recording]\nkinds = []", "site.toml").recording.kinds == ()
    assert RecordingConfig().kinds == (), "old logs are read with this"


def test_the_room_for_recordings_is_read_and_checked() -> None:
    site = parse_site(f"{SHORTEST}\n[recording]\nkeep_gb = 7\nleast_free_gb = 0", "site.toml")
    assert (site.recording.keep_gb, site.recording.least_free_gb) == (7, 0)
    problems = problems_of(f"{SHORTEST}\n[recording]\nkeep_gb = 0\nleast_free_gb = -1\nkeep_db = 3")
    assert problems == [
        "site.toml:3: recording.keep_gb: must be from 1 to 1000000, not 0",
        "site.toml:4: recording.least_free_gb: must be from 0 to 1000000, not -1",
        "site.toml:5: recording.keep_db: no such field; did you mean keep_gb?",
    ]


def test_kept_pictures_lie_in_the_data_folder_or_where_it_is_said(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text('data_dir = "/data/city"\ncameras = ["rtsp://10.0.0.5/s"]\n')
    assert snapshots_dir(load_site(file)) == "/data/city/snapshots"
    file.write_text('snapshots_dir = "/srv/kept"\ncameras = ["rtsp://10.0.0.5/s"]\n')
    assert snapshots_dir(load_site(file)) == "/srv/kept"


def test_a_wall_has_a_process_for_its_maps_unless_it_is_said(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    monitor = '[[monitor]]\nid = "wall-1"\n'
    cameras = 'cameras = ["rtsp://10.0.0.5/s"]\n'
    file.write_text(cameras + monitor)
    assert draws_maps(load_site(file))
    file.write_text(cameras + monitor + "[map]\nwall = false\n")
    assert not draws_maps(load_site(file))
    file.write_text(cameras)
    assert draws_maps(load_site(file)) is bool(load_site(file).monitors)


def test_a_file_of_further_keys_lies_beside_the_site_file_and_goes_to_every_window(tmp_path: Path) -> None:
    file = str(tmp_path / "site.toml")
    assert parse_site(SHORTEST, file).keys_file == ""
    site = parse_site(f'{SHORTEST}\n[desk]\nkeys = "keys.toml"\n', file)
    assert site.keys_file == str(tmp_path / "keys.toml")
    assert parse_site(f'{SHORTEST}\n[desk]\nkeys = "/etc/keys.toml"\n', file).keys_file == "/etc/keys.toml"


def test_monitors_that_nothing_in_the_file_tells_apart_are_named() -> None:
    panel = 'manufacturer = "DEL"\nmodel = "U2720Q"\n'
    told = f'{SHORTEST}\n[[monitor]]\n{panel}connector = "DP-1"\n[[monitor]]\n{panel}connector = "DP-2"\n'
    assert parse_site(told, "site.toml").warnings == ()
    twins = f"{SHORTEST}\n[[monitor]]\n{panel}[[monitor]]\n{panel}"
    (warning,) = parse_site(twins, "site.toml").warnings
    assert warning.startswith("site.toml:7: monitor 2: model: can't be told from wall-1") or (
        ":7: " in warning and "can't be told from wall-1 by this: give each its serial" in warning
    )
    one_cable = f'{SHORTEST}\n[[monitor]]\nconnector = "DP-1"\n[[monitor]]\nconnector = "DP-1"\n'
    assert "or its own connector" in parse_site(one_cable, "site.toml").warnings[0]
    assert parse_site(f"{SHORTEST}\n[[monitor]]\n[[monitor]]\n", "site.toml").warnings == ()


def test_windows_on_a_desktop_are_asked_for() -> None:
    assert not parse_site(SHORTEST, "site.toml").windowed
    assert parse_site(f"windowed = true\n{SHORTEST}", "site.toml").windowed
    assert "windowed" in problems_of(f'windowed = "yes"\n{SHORTEST}')[0]
