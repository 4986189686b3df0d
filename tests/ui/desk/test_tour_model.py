"""The rows of the list of tours."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.tour import StoredTour, Tour, TourStep
from console.ui.desk.stored_model import KEPT, SIGN
from console.ui.desk.tour_model import TourModel, round_words
from tests.fakes.held_clock import HeldClock

PLACE = (MonitorId("wall-1"), CellIndex(3))


def stored(name: str, cameras: int = 3, version: int = 7, by: str = "ana") -> StoredTour:
    steps = tuple(TourStep(FeedId(f"cam-{k:03d}"), 30) for k in range(cameras))
    return StoredTour(Tour(name, steps), version, by, 0)


def test_each_row_has_a_name_a_sign_and_what_is_known(fonted_app: QApplication) -> None:
    model = TourModel(HeldClock())
    model.refresh((stored("<b>day</b>", 1), stored("night")), {"night": (PLACE,)})
    assert [model.index(row).data() for row in range(model.rowCount())] == ["<b>day</b>", "night"]
    assert [model.index(row).data(SIGN) for row in range(2)] == ["1 camera", "runs"]
    tip = model.index(1).data(Qt.ItemDataRole.ToolTipRole)
    for words in ("3 cameras in 1 min 30 s", "wall-1 cell 3", "ana"):
        assert words in tip.replace("\u200b", "").replace("\u2068", "").replace("\u2069", "")
    assert "<b>" not in model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    model.refresh((stored("<b>day</b>", 1), stored("night")), {"night": (PLACE, PLACE)})
    assert model.index(1).data(SIGN) == "runs 2 times"
    assert model.row_of("night") == 1 and model.row_of("none") is None
    assert round_words(stored("x", 2).tour) == "2 cameras in 1 min 00 s"


def test_another_name_is_asked_for_and_not_taken(fonted_app: QApplication) -> None:
    model = TourModel(HeldClock())
    model.refresh((stored("night"),), {})
    asked: list[tuple[str, str]] = []
    model.rename_asked.connect(lambda name, to: asked.append((name, to)))
    index = model.index(0)
    assert index.flags() & Qt.ItemFlag.ItemIsEditable
    for name in ("night", "  ", " late "):
        assert not model.setData(index, name)
    assert asked == [("night", "late")] and index.data(KEPT).tour.name == "night"
