"""A map's picture is read from its slot as any other."""

from pathlib import Path

from PySide6.QtGui import QColor, QImage

from console.domain.picture import PictureState
from console.protocol.frame_file import map_frame_file
from console.protocol.slots import SlotReader
from console.ui.frames import image_over
from console.ui.map.map_slot import STALE_AFTER_MS, MapSlot


def filled(width: int, height: int, colour: str) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    return image


def test_it_has_a_place_once_it_has_a_picture(run_dir: Path) -> None:
    slot = MapSlot(run_dir, 7, 321, 181)
    assert slot.place is None
    slot.show(filled(321, 181, "#102030"), 1_000)
    place = slot.place
    assert place is not None
    reader = SlotReader(map_frame_file(Path(place.file)), place)
    assert reader.is_ours()
    picture = reader.picture()
    assert picture is not None and (picture.width, picture.height, picture.arrival_ns) == (321, 181, 1_000)
    assert image_over(picture).pixelColor(300, 170).name() == "#102030"
    written = reader.written()
    assert (written.state, written.stale_after_ms) == (PictureState.LIVE, STALE_AFTER_MS)
    slot.show(filled(321, 181, "#405060"), 2_000)
    second = reader.picture()
    assert second is not None and image_over(second).pixelColor(5, 5).name() == "#405060"
    slot.stop()
    assert not reader.is_ours() and not list(run_dir.iterdir())


def test_a_file_of_another_life_is_no_matter(run_dir: Path) -> None:
    (run_dir / "map-3").write_bytes(b"old")
    slot = MapSlot(run_dir, 3, 64, 36)
    slot.show(filled(80, 40, "white"), 1)  # a page that is larger for a moment
    slot.stop()
