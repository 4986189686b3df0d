"""The X server is asked for its monitors, and says when they change."""

import os
import select
import subprocess
from collections.abc import Iterator

import pytest

from console.domain.monitor import Geometry
from console.ui.edid import Edid
from console.ui.randr import Randr
from tests.rig.edids import edid_block, set_edids


@pytest.fixture
def randr() -> Iterator[Randr]:
    made = Randr()
    assert made.open()
    yield made
    made.close()


def changed(randr: Randr, within_s: float = 5.0) -> bool:
    return bool(select.select([randr.fd], [], [], within_s)[0]) and randr.take_events()


def test_an_edid_that_changes_is_told_and_read_again(randr: Randr) -> None:
    """A cable that is put into another socket, as the server tells of it."""
    (before,) = randr.monitors()
    assert (before.geometry, before.edid) == (Geometry(0, 0, 3840, 2160), None)
    display = os.environ["DISPLAY"]
    randr.take_events()
    try:
        for serial in ("A1", "B2"):
            set_edids(display, {before.connector: edid_block("DEL", "U2720Q", serial)})
            assert changed(randr)
            assert [one.edid for one in randr.monitors()] == [Edid("DEL", "U2720Q", serial)]
        set_edids(display, {before.connector: edid_block("DEL", "U2720Q", "A1")[:100]})
        assert [one.edid for one in randr.monitors()] == [None], "a cut one is none"
    finally:
        set_edids(display, {before.connector: b""})
    assert randr.monitors() == [before]
    randr.take_events()
    assert not changed(randr, 0.0)


def test_without_an_x_server_there_is_nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    for display in ("", ":87", "rubbish"):
        monkeypatch.setenv("DISPLAY", display)
        one = Randr()
        assert not one.open()
        assert one.is_gone and one.monitors() == [] and not one.take_events()


def test_a_server_that_ends_is_noticed_and_ends_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        monkeypatch.setenv("DISPLAY", f":{pipe.readline().strip()}")
    one = Randr()
    try:
        assert one.open() and len(one.monitors()) == 1
    finally:
        server.terminate()
        server.wait(10)
    assert not changed(one) and one.is_gone and one.monitors() == []
    one.close()
