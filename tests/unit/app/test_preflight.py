"""What is in the way of a site is named before anything is started."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.app.display_probe import missing_display
from console.app.free_ports import free_ports
from console.app.preflight import check_machine, needed_bytes
from console.app.replay_site import replay_site
from console.app.site import Site
from console.app.site_file import load_site
from console.domain.errors import SightlineError

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture
def port() -> Iterator[int]:
    """Taken by another program."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


def site_at(folder: Path, *, alerts: int = 0, data_dir: Path | None = None) -> Site:
    file = folder / "site.toml"
    own, simple = free_ports(2)
    file.write_text(
        f'name = "riverside"\ndata_dir = "{data_dir or folder / "data"}"\ncameras = ["rtsp://10.0.0.11/one"]\n'
        f'[[monitor]]\nid = "wall-1"\nlayout = "1x1"\n'
        f'[endpoints]\nalerts = "tcp://127.0.0.1:{alerts or own}"\nalerts_simple = "tcp://127.0.0.1:{simple}"\n'
    )
    return load_site(file)


def complaint(site: Site, environment: dict[str, str], shared_memory: Path) -> str:
    with pytest.raises(SightlineError) as raised:
        check_machine(site, environment, shared_memory)
    return str(raised.value)


def test_a_machine_that_has_everything_is_good(tmp_path: Path) -> None:
    check_machine(site_at(tmp_path), OFFSCREEN, tmp_path)
    assert list((tmp_path / "data").iterdir()) == []


def test_a_replay_on_lent_monitors_needs_a_display_for_its_desk_alone(tmp_path: Path) -> None:
    package = Path(__file__).parent.parent.parent / "data" / "package-v1"
    for desk in (True, False):
        site = replay_site(package, tmp_path / "data", desk=desk)
        assert site.replay is not None
        lent = replace(site, replay=replace(site.replay, borrows=True))
        if desk:
            assert "there is no display" in complaint(lent, {}, tmp_path)
        else:
            check_machine(lent, {}, tmp_path)
            assert "there is no display" in complaint(site, {}, tmp_path)


def test_a_taken_port_is_named_with_its_field(tmp_path: Path, port: int) -> None:
    said = complaint(site_at(tmp_path, alerts=port), OFFSCREEN, tmp_path)
    assert f"tcp://127.0.0.1:{port} can't be used (Address already in use)" in said
    assert 'alerts = "tcp://…" under [endpoints]' in said


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said = complaint(site_at(tmp_path, data_dir=tmp_path / "file" / "data"), OFFSCREEN, tmp_path)
    assert "file/data can't be written (Not a directory)" in said


def test_too_little_shared_memory_is_said_with_the_figure_needed(tmp_path: Path) -> None:
    site = site_at(tmp_path)
    said = complaint(site, OFFSCREEN, Path("/proc"))  # a file system with nothing free
    assert f"/proc has 0 MB free and its pictures need {needed_bytes(site) / 1e6:.0f} MB" in said


def test_all_problems_are_named_at_once(tmp_path: Path, port: int) -> None:
    said = complaint(site_at(tmp_path, alerts=port), {}, Path("/proc"))
    assert len(said.splitlines()) == 3
    assert "there is no display (DISPLAY is not set)" in said


@pytest.mark.parametrize(
    "environment",
    [{"DISPLAY": ":87"}, {"DISPLAY": "unix:87.0"}, {"DISPLAY": "127.0.0.1:9087"}, {"DISPLAY": "rubbish"}],
)
def test_a_display_that_does_not_answer_is_named(environment: dict[str, str]) -> None:
    assert f"the display {environment['DISPLAY']} does not answer" in missing_display(environment)


def test_displays_that_answer_are_found(tmp_path: Path, port: int) -> None:
    with socket.socket(socket.AF_UNIX) as wayland:
        wayland.bind(str(tmp_path / "wayland-9"))
        wayland.listen(1)
        assert not missing_display({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)})
    assert not missing_display({"DISPLAY": f"127.0.0.1:{port - 6000}"})
    assert not missing_display(OFFSCREEN)
