"""The largest of the theme's sizes that a strip has room for."""

import pytest

from console.ui import theme
from console.ui.fonts import font_fitting


@pytest.mark.parametrize(
    ("height", "size"),
    [(1, 12), (13, 12), (14, 12), (16, 12), (17, 14), (19, 16), (22, 16), (23, 20), (99, 28)],
)
def test_a_line_of_text_fits_its_strip(height: int, size: int) -> None:
    assert font_fitting(height) == size
    assert size in theme.FONT_SIZES_PX
