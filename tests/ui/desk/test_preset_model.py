"""Wall presets as rows: what is written of each, and what is read from what a person writes in its place."""

import pytest
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtWidgets import QApplication

from console.domain.ids import MonitorId
from console.protocol.preset_messages import PresetHead
from console.ui.desk.preset_model import PresetModel
from console.ui.desk.stored_model import KEPT, NAME
from tests.fakes.held_clock import HeldClock

NIGHT = PresetHead("night", 3, (MonitorId("wall-1"),), 7, "ana")
DAY = PresetHead("day", None, (MonitorId("wall-1"),), 9)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("5 dusk", [("night", "dusk", 5)]),
        ("night", [("night", "night", 0)]),
        ("3 night", []),
        (" ", []),
    ],
)
def test_what_is_written_in_its_place_is_asked_unless_it_is_the_same(
    fonted_app: QApplication, text: str, asked: list[tuple[str, str, int]]
) -> None:
    model = PresetModel(HeldClock())
    model.take((NIGHT, DAY))
    heard: list[tuple[str, str, int]] = []
    model.rename_asked.connect(lambda *told: heard.append(told))
    assert not model.setData(model.index(0), text), "the list is what core says"
    assert heard == asked and model.index(0).data() == "3 night" and model.index(0).data(NAME) == "night"


def test_new_facts_of_the_same_presets_leave_places(fonted_app: QApplication) -> None:
    model = PresetModel(HeldClock())
    model.take((NIGHT, DAY))
    place = QPersistentModelIndex(model.index(1))
    model.take((NIGHT, PresetHead("day", 4, DAY.monitors, 11)))
    assert place.isValid() and place.data() == "4 day" and place.data(KEPT).version == 11
    model.take((NIGHT,))
    assert not place.isValid() and model.rowCount() == 1
