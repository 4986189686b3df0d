"""A camera is named by its id or its number."""

from typing import Any

import msgspec
import pytest

from console.app.ctl.named_cameras import asked_feeds, found_feeds
from console.app.ctl.session import Session
from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.protocol.core_changes import CoreSnapshot, Counts
from console.protocol.core_messages import GetSnapshot

CAMERAS = (Camera(FeedId("cam-017"), 17, "Corner"), Camera(FeedId("18"), 99, "Bridge"))


class Core(Session):
    """Answers with these cameras; ``asked`` is what it was asked."""

    def __init__(self) -> None:
        super().__init__(None, "tcp://nowhere:1", as_json=False)
        self.asked: list[msgspec.Struct] = []

    def ask_core(self, command: msgspec.Struct, timeout_s: float = 1.0) -> Any:
        self.asked.append(command)
        return msgspec.to_builtins(CoreSnapshot("b", 0, 0, "t", CAMERAS, (), (), (), Counts(), "auto"))


def test_cameras_are_found_by_id_then_by_number() -> None:
    found = found_feeds(["cam-017", "17", "18", "99", "x"], CAMERAS)
    assert found == ("cam-017", "cam-017", "18", "18", "x")


@pytest.mark.parametrize(
    ("named", "feeds", "is_asked"),
    [
        (("17", "cam-3"), ("cam-017", "cam-3"), True),
        (("cam-017",), ("cam-017",), False),
        (("7",), ("7",), True),
        ((), (), False),
    ],
)
def test_core_is_asked_only_for_numbers(
    named: tuple[str, ...], feeds: tuple[str, ...], *, is_asked: bool
) -> None:
    core = Core()
    assert asked_feeds(core, named) == feeds
    assert core.asked == ([GetSnapshot()] if is_asked else [])
