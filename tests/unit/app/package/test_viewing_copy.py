"""A viewing copy: all cameras in step, with the alerts of that time."""

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from console.app.package import viewing_copy
from console.app.package.cutting import Span
from console.app.package.errors import PackageError
from console.app.package.exporting import Export, export_movies
from console.app.package.progress import Progress
from console.app.package.recorded_view import Canvas
from console.app.package.viewing_copy import CODECS, COPY, FPS, SUBTITLES, subtitles
from console.app.package.viewing_grid import LABEL, grid_for
from tests.fakes.recorded_site import BEFORE_MS, RecordedSite, recorded_site
from tests.fakes.set_clock import SetClock
from tests.unit.media.worker.segments.filmed import INTERVAL_NS, complaints, kept, scene

ALL = Span(0, None)
LENGTH_MS = 6_000
PACKETS = kept(scene()[: LENGTH_MS * 15 // 1000 + 1])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> RecordedSite:
    """The second camera's pictures are the first's, two seconds later."""
    made = recorded_site(tmp_path_factory.mktemp("site"))
    made.film("cam-001", PACKETS)
    later = kept(scene()[: LENGTH_MS * 15 // 1000 + 1], first_ns=PACKETS[30].arrival_ns)
    made.film("cam-002", later)
    made.package(made.data_dir.parent / "night")
    return made


def export(site: RecordedSite, to: Path, span: Span = ALL) -> tuple[str, ...]:
    night = site.data_dir.parent / "night"
    return export_movies(night, to, Export(span, (), viewing_copy=True), Progress(SetClock())).files


def frames(file: Path) -> list[Canvas]:
    with av.open(file) as container:
        return [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]


def originals(movie: Path) -> list[Canvas]:
    grid = grid_for(2)
    return [cv2.resize(one, (grid.width, grid.height), interpolation=cv2.INTER_AREA) for one in frames(movie)]


@pytest.mark.parametrize("codecs", [CODECS, CODECS[1:]], ids=lambda codecs: codecs[0])
def test_cameras_are_in_step(
    site: RecordedSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, codecs: tuple[str, ...]
) -> None:
    monkeypatch.setattr(viewing_copy, "CODECS", codecs)
    files = export(site, tmp_path / "out")
    assert files[-2:] == (COPY, SUBTITLES)
    assert complaints(tmp_path / "out" / COPY) == ""
    shown = frames(tmp_path / "out" / COPY)
    assert len(shown) == (LENGTH_MS + 2_000) * FPS // 1000
    grid = grid_for(2)
    (movie,) = (tmp_path / "out" / "cam-001").glob("*.mp4")
    pictures = originals(movie)
    for second in (3, 5):
        picture = shown[second * FPS]
        for place, behind_s in enumerate((0, 2)):
            cell = picture[LABEL : LABEL + grid.height, place * grid.width : (place + 1) * grid.width]
            due = (second - behind_s) * 1_000_000_000 // INTERVAL_NS
            apart = [_apart(cell, pictures[at]) for at in range(due - 12, due + 13)]
            assert abs(int(np.argmin(apart)) - 12) <= 1, "the picture of that moment, and no other"


def test_alerts_are_subtitles_at_their_times(site: RecordedSite, tmp_path: Path) -> None:
    export(site, tmp_path / "out")
    lines = (tmp_path / "out" / SUBTITLES).read_text().splitlines()
    at_s = BEFORE_MS // 1000
    assert lines[:2] == ["1", f"00:00:0{at_s},000 --> 00:00:{at_s + 6:02d},000"] and "gunshot" in lines[2]
    assert subtitles(((5, "a"), (3_725_010, "b"), (9_000_000, "c")), 1_000, 8_000_000).splitlines() == [
        "1",
        "01:02:04,010 --> 01:02:10,010",
        "b",
    ]


def test_a_part_is_a_part_and_nothing_is_no_copy(site: RecordedSite, tmp_path: Path) -> None:
    begin_ms = site.begun_wall_ms
    export(site, tmp_path / "out", Span(begin_ms + 3_000, begin_ms + 4_000))
    assert len(frames(tmp_path / "out" / COPY)) == FPS + 1
    with pytest.raises(PackageError, match="holds no picture of that time"):
        export(site, tmp_path / "none", Span(begin_ms + 50_000, None))
    assert not (tmp_path / "none").exists()


def _apart(one: Canvas, other: Canvas) -> float:
    """How far apart two pictures are; their edges have a frame drawn around them."""
    return float(np.abs(one[4:-4, 4:-4].astype(int) - other[4:-4, 4:-4]).mean())
