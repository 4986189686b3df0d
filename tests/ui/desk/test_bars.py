"""The top bar's counts: each state by itself, some always, the others only where there are any."""

import re
from collections import Counter

from console.domain.picture import PictureState
from console.ui import theme
from console.ui.desk.bars import counts_html


def words(counts: Counter[PictureState]) -> list[str]:
    return re.findall(r">([A-Z]+ \d+)<", counts_html(counts, 0))


def test_pictures_of_keyframes_only_are_counted_apart() -> None:
    counts = Counter({PictureState.LIVE: 3, PictureState.KEY: 2, PictureState.WAIT: 1})
    assert words(counts) == ["LIVE 3", "KEY 2", "WAIT 1", "STALE 0", "LOST 0"]
    assert words(Counter({PictureState.LIVE: 3})) == ["LIVE 3", "STALE 0", "LOST 0"]


def test_what_was_not_recorded_is_counted_apart_and_is_no_alarm() -> None:
    html = counts_html(Counter({PictureState.LIVE: 3}), 0, 18)
    assert f'<span style="color:{theme.MUTED}">NOT RECORDED 18</span>' in html
    assert "LOST 0" in html
    assert "NOT RECORDED" not in counts_html(Counter(), 0)
