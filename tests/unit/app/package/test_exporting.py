"""Movies are taken out of a package as they are, or cut; of one that is changed nothing is."""

from pathlib import Path

import pytest

from console.app.package.cutting import Span
from console.app.package.errors import PackageError
from console.app.package.exporting import ChangedPackage, Export, check_intact, export_movies
from console.app.package.progress import Progress
from console.core.replay.slice_format import SliceError
from tests.fakes.recorded_site import recorded_site, small_packets
from tests.fakes.set_clock import SetClock
from tests.unit.media.worker.segments.filmed import complaints

ALL = Span(0, None)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("site")
    site = recorded_site(home)
    for feed in ("cam-001", "cam-002"):
        site.film(feed, small_packets())
    site.package(home / "night", zipped=True)
    return home / "night"


def progress() -> Progress:
    return Progress(SetClock())


def test_whole_movies_are_the_same_files(night: Path, tmp_path: Path) -> None:
    done = export_movies(night, tmp_path / "out", Export(ALL, ()), progress())
    assert len(done.files) == 4 and done.packets == 240
    for name in done.files:
        (original,) = (night / "video").glob(name)
        if name.endswith(".mp4"):
            assert (tmp_path / "out" / name).read_bytes() == original.read_bytes()
            assert complaints(tmp_path / "out" / name) == ""


def test_cameras_and_times_are_chosen(night: Path, tmp_path: Path) -> None:
    begin_ms = 1_772_366_400_000
    wanted = Export(Span(begin_ms + 4_500, begin_ms + 5_500), ("cam-002",))
    done = export_movies(night, tmp_path / "out", wanted, progress())
    assert [name.split("/")[0] for name in done.files] == ["cam-002", "cam-002"] and done.packets == 30
    for span, cameras in ((Span(begin_ms + 99_000, None), ()), (ALL, ("cam-009",))):
        with pytest.raises(PackageError, match="holds no picture of that time"):
            export_movies(night, tmp_path / "none", Export(span, cameras), progress())
    assert not (tmp_path / "none").exists()


def test_it_is_written_to_a_new_folder_alone(night: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")
    with pytest.raises(SliceError, match="it is there already"):
        export_movies(night, tmp_path, Export(ALL, ()), progress())
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_package_that_is_changed_is_named(night: Path, tmp_path: Path) -> None:
    check_intact(night, progress())
    (night / "added").write_text("x")
    with pytest.raises(ChangedPackage, match="not intact: added was added; --changed-too does it"):
        check_intact(night, progress())
    (night / "added").unlink()
    check_intact(night.with_suffix(".zip"), progress())
