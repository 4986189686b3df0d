"""A map page that a test may ask."""

from typing import Any

from pytestqt.qtbot import QtBot

from console.domain.picture import PictureState
from console.ui.map.live_rows import camera_row
from console.ui.map.map_view import MapView
from tests.fakes.desk_city import city_cameras


class LoadedMap:
    """A map that has loaded its page; ``ask`` evaluates a script in it."""

    def __init__(self, view: MapView, qtbot: QtBot) -> None:
        self.view, self.qtbot = view, qtbot

    def ask(self, script: str) -> Any:
        answers: list[Any] = []
        self.view.page().runJavaScript(script, 0, answers.append)
        self.qtbot.waitUntil(lambda: bool(answers), timeout=5000)
        return answers[0]

    def until(self, script: str) -> None:
        self.qtbot.waitUntil(lambda: bool(self.ask(script)), timeout=8000)

    def show_city(self) -> None:
        cameras = city_cameras()
        self.view.show_rows(
            "cameras", {camera.feed: camera_row(camera, PictureState.LIVE) for camera in cameras}
        )
        self.until("live.rows.cameras.size === 64")
