"""A log tells name and cameras of its site, at its starts."""

from pathlib import Path

import msgspec
import pytest

from console.core.replay.log_site import sites_since
from console.core.replay.slice_format import SliceError
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder
from tests.fakes.recorded_log import write_log


def test_the_site_then_and_each_start_after_it(tmp_path: Path) -> None:
    feeder = InputFeeder(cameras=3, layout="2x2")
    feeder.feed(feeder.site)
    feeder.alert(msgspec.structs.replace(alert_message(1, at_camera=1)))
    feeder.feed(msgspec.structs.replace(feeder.site, site="renamed", cameras=feeder.site.cameras[:2]))
    feeder.alert(alert_message(2, at_camera=1))
    write_log(tmp_path, feeder.entries, (2,))
    last_n = feeder.entries[-1].n
    loads = sites_since(tmp_path / "core.sqlite", 2)
    assert [(one.site, len(one.cameras)) for one in loads] == [("test", 3), ("renamed", 2)]
    assert [one.site for one in sites_since(tmp_path / "core.sqlite", last_n)] == ["test", "renamed"]


def test_no_log_is_said(tmp_path: Path) -> None:
    with pytest.raises(SliceError, match="on the site's own machine"):
        sites_since(tmp_path / "core.sqlite", 1)
