"""Tiles on the running program: hidden from visitors, zoomed, swapped, looked back at, a map among them."""

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from console.ui import theme
from tests.end2end.running_site import RunningSite
from tests.ui.painting import pixels, where
from tests.watch.pictures import keep_picture

pytestmark = [pytest.mark.shares_processes, pytest.mark.timeout(180)]

MAP = {
    "schema_version": 2,
    "name": "with a map",
    "columns": 2,
    "rows": 1,
    "cells": [
        {"column": 0, "row": 0, "content": {"content": "map"}},
        {"column": 1, "row": 0, "content": {"content": "clock", "title": "Shift"}},
    ],
}


def shot(site: RunningSite, window: str) -> QImage:
    path = site.home / f"{window}.png"
    site.ctl("shot", window, str(path))
    return QImage(str(path))


def share_of_background(image: QImage) -> float:
    ground = [int(theme.BACKGROUND[at : at + 2], 16) for at in (5, 3, 1)]
    return float((pixels(image) == ground).all(axis=2).mean())


def cell(site: RunningSite, monitor: int, index: int) -> dict[str, object]:
    found: dict[str, object] = site.ctl("wall", "show")[monitor]["cells"][index]
    return found


def test_a_hidden_wall_is_dark_whatever_is_done_and_comes_back(city: RunningSite) -> None:
    city.ctl("wall", "blank")
    try:
        city.wait(lambda: share_of_background(shot(city, "wall-1")) > 0.99, 5, "wall-1 is dark")
        city.ctl("wall", "assign", "wall-1", "0", "cam-009")
        assert share_of_background(shot(city, "wall-1")) > 0.99
        keep_picture(shot(city, "desk"), "desk-blank")
        city.ctl("wall", "public", "wall-1")
        city.wait(lambda: where(shot(city, "wall-1"), theme.TEXT).height() > 100, 5, "a large clock is seen")
    finally:
        city.ctl("wall", "show-again")
        city.ctl("wall", "clear", "wall-1", "0")
    city.wait(lambda: share_of_background(shot(city, "wall-1")) < 0.5, 10, "pictures are back")
    city.wait(lambda: city.tiles_live() == city.tiles, 20, "all tiles are live again")


def test_cells_are_zoomed_swapped_and_filled_in_order(city: RunningSite) -> None:
    city.ctl("wall", "zoom", "wall-1", "0", "4", "--x", "25")
    assert cell(city, 0, 0)["zoom"] == {"left": 125, "top": 375, "width": 250, "height": 250}
    first, second = cell(city, 0, 0)["feed"], cell(city, 0, 1)["feed"]
    city.ctl("wall", "swap", "wall-1:0", "wall-1:1")
    assert (cell(city, 0, 0)["feed"], cell(city, 0, 1)["feed"]) == (second, first)
    assert cell(city, 0, 1)["zoom"] is not None, "the zoom goes with its picture"
    city.ctl("wall", "zoom", "wall-1", "1", "1")
    assert cell(city, 0, 1)["zoom"] is None
    city.ctl("wall", "assign", "wall-1", "1", "cam-010", "cam-011", "cam-012")
    assert [cell(city, 0, index)["feed"] for index in (1, 2, 3)] == ["cam-010", "cam-011", "cam-012"]
    for index in range(4):
        city.ctl("wall", "clear", "wall-1", str(index))
    assert cell(city, 0, 0)["feed"] == first


@pytest.mark.long
def test_the_last_seconds_are_looked_at_again(city: RunningSite) -> None:
    feed = str(cell(city, 0, 0)["feed"])
    city.ctl("rewind", feed, "3", "--loop")
    city.wait(lambda: cell(city, 0, 0)["rewind_s"] == 6.0, 10, "the same 3 s play again")
    city.ctl("rewind", feed, "0")
    assert cell(city, 0, 0)["rewind_s"] == 0.0


def test_a_map_is_drawn_by_a_process_of_its_own(city: RunningSite, tmp_path: Path) -> None:
    before = city.ctl("wall", "show")[1]["layout_name"]
    (tmp_path / "map.json").write_text(json.dumps(MAP))
    city.ctl("layout", "import", str(tmp_path / "map.json"))
    city.ctl("layout", "load", "with a map", "wall-2")
    try:
        good = theme.STATE_GOOD

        def shows_cameras() -> bool:
            seen = shot(city, "wall-2")
            return where(seen.copy(0, 0, seen.width() // 2, seen.height()), good).height() > 100

        city.wait(shows_cameras, 60, "cameras are seen on the wall's map")
        keep_picture(shot(city, "wall-2"), "wall-map")
        killed = city.kill("map")
        city.wait(lambda: city.pid("map") != killed, 10, "it comes again")
        city.wait(shows_cameras, 60, "and draws")
    finally:
        city.ctl("layout", "load", before, "wall-2")
        city.ctl("layout", "delete", "with a map")
