"""The theme's texts can be read on their grounds, and every icon and font that it names is there."""

import pytest
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication

from console.domain.alert import Severity
from console.domain.picture import PictureState
from console.ui import theme
from console.ui.fonts import font
from console.ui.icons import icon, severity_icon

READABLE = 4.5
"""WCAG 2.2, success criterion 1.4.3."""
GROUNDS = (theme.BACKGROUND, theme.SURFACE, theme.RAISED)
TEXTS = (theme.TEXT, theme.MUTED, theme.DISABLED, theme.ACCENT)
STATES = (theme.STATE_GOOD, theme.STATE_ATTENTION, theme.STATE_BAD, theme.STATE_ODD)


def over_white(colour: str, opacity: float) -> str:
    """A plate of this colour over the brightest picture."""
    parts = [round(int(colour[i : i + 2], 16) * opacity + 255 * (1 - opacity)) for i in (1, 3, 5)]
    return "#" + "".join(f"{part:02X}" for part in parts)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS + STATES)
def test_texts_are_readable_on_every_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= READABLE


@pytest.mark.parametrize("severity", Severity)
def test_the_ribbon_is_readable(severity: Severity) -> None:
    assert contrast(theme.BACKGROUND, theme.SEVERITY_COLOURS[severity]) >= READABLE


def test_a_tiles_words_are_readable_over_a_white_picture() -> None:
    assert contrast(theme.TEXT, over_white("#000000", theme.TILE_STRIP_OPACITY)) >= READABLE
    for colour in theme.STATE_COLOURS.values():
        assert contrast(colour, over_white(theme.BACKGROUND, theme.STATE_PLATE_OPACITY)) >= READABLE


def test_only_moving_pictures_have_full_brightness() -> None:
    still = {PictureState.LOST, PictureState.STALE, PictureState.WAIT, PictureState.FROZEN}
    assert all(theme.PICTURE_BRIGHTNESS[state] <= 0.6 for state in still)


def test_the_vendored_font_is_in_use_with_equally_wide_digits(fonted_app: QApplication) -> None:
    face = font(14)
    assert QFontInfo(face).family() == "Inter"
    metrics = QFontMetrics(face)
    assert len({metrics.horizontalAdvance(digit * 8) for digit in "0123456789"}) == 1


def test_icons_are_drawn_in_the_colour_asked_for(fonted_app: QApplication) -> None:
    for severity in Severity:
        image = severity_icon(severity, 20).toImage()
        assert image.pixelColor(10, 10).name().upper() == theme.SEVERITY_COLOURS[severity]
    assert icon("pin", theme.TEXT, 14).width() == 14
    corners = icon("pin", theme.TEXT, 32).toImage()
    assert corners.pixelColor(0, 0).alpha() == corners.pixelColor(31, 31).alpha() == 0
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon", theme.TEXT)
