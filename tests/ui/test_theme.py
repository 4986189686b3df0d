"""The theme's texts can be read on their grounds, and every icon and font that it names is there."""

import re

import pytest
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication

from console.domain.alert import Severity
from console.domain.picture import PictureState
from console.ui import theme
from console.ui.desk.stylesheet import desk_stylesheet
from console.ui.fonts import font
from console.ui.icons import icon, severity_icon

READABLE = 4.5
"""WCAG 2.2, success criterion 1.4.3."""
SEEN = 3.0
"""WCAG 2.2, success criterion 1.4.11: signs, and the borders of fields."""
GROUNDS = (theme.BACKGROUND, theme.SURFACE, theme.RAISED)
TEXTS = (theme.TEXT, theme.MUTED, theme.DISABLED, theme.ACCENT)
STATES = (theme.STATE_GOOD, theme.STATE_ATTENTION, theme.STATE_BAD, theme.STATE_ODD)
SEVERITIES = tuple(theme.SEVERITY_COLOURS.values())
PLATES = (
    *SEVERITIES,
    *theme.REPLAY_MARK_COLOURS.values(),
    theme.STATE_BAD,  # CONTROL LOST, REPLAY
    theme.STATE_ATTENTION,  # what is wrong
    theme.ACCENT,  # selected text
)
"""Grounds of dark words: ribbons, banners, marks with a number."""
MINIATURE_STRIP_OPACITY = 0.8


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
@pytest.mark.parametrize("text", TEXTS + STATES + SEVERITIES)
def test_texts_are_readable_on_every_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= READABLE


@pytest.mark.parametrize("plate", PLATES)
def test_dark_words_are_readable_on_every_plate(plate: str) -> None:
    assert contrast(theme.BACKGROUND, plate) >= READABLE


def test_selected_rows_are_readable() -> None:
    """Of menus and of the health list."""
    assert contrast(theme.TEXT, theme.LINE) >= READABLE


@pytest.mark.parametrize("ground", GROUNDS)
def test_frames_signs_and_fields_are_seen(ground: str) -> None:
    signs = (theme.ACCENT, theme.FIELD, *STATES, *SEVERITIES, *theme.REPLAY_MARK_COLOURS.values())
    assert [sign for sign in signs if contrast(sign, ground) < SEEN] == []


STYLES = re.findall(r"([^{}]+)\{([^{}]*)\}", desk_stylesheet())


def told_of(name: str, body: str) -> str | None:
    """A property's colour in a rule."""
    found = re.search(rf"(?:^|;)\s*{name}\s*:\s*(#[0-9A-Fa-f]{{6}})", body)
    return found[1] if found else None


def test_every_pair_of_the_style_sheet_is_readable() -> None:
    """A rule without a ground is read on each that a panel, a window or a dialog has."""
    grounds: dict[str, str] = {}
    for selectors, body in STYLES:
        for selector in selectors.split(","):
            if (ground := told_of("background", body)) is not None:
                grounds[selector.strip()] = ground
    pairs = [
        (selector.strip(), text, ground)
        for selectors, body in STYLES
        for selector in selectors.split(",")
        for name in ("color", "placeholder-text-color", "selection-color")
        if (text := told_of(name, body)) is not None
        for ground in (
            (told_of("selection-background-color", body) or "",)
            if name == "selection-color"
            else (grounds[selector.strip()],)
            if selector.strip() in grounds
            else GROUNDS
        )
    ]
    assert len(pairs) > 20
    assert [pair for pair in pairs if contrast(*pair[1:]) < READABLE] == []


def test_the_style_sheet_names_no_colour_of_its_own() -> None:
    known = {value for value in vars(theme).values() if isinstance(value, str) and value.startswith("#")}
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", desk_stylesheet())) <= known


def test_no_two_states_that_look_alike_are_told_by_colour_alone() -> None:
    """Who sees no colours tells a camera that is well from one that is not by its sign."""
    shapes = theme.STATE_SHAPES
    assert set(shapes) == set(PictureState) == set(theme.STATE_COLOURS)
    of_shape = {
        shape: {theme.STATE_COLOURS[one] for one in shapes if shapes[one] == shape}
        for shape in set(shapes.values()) - {"circle"}
    }
    assert all(len(colours) == 1 for colours in of_shape.values()), of_shape
    well = {one for one in shapes if shapes[one] == "circle"}
    assert well == {PictureState.LIVE, PictureState.REWIND, PictureState.REPLAY}
    assert theme.state_shape(None) == "ring"


def test_each_severity_has_a_shape_of_its_own() -> None:
    assert len(set(theme.SEVERITY_SHAPES.values())) == len(Severity)


def test_a_tiles_words_are_readable_over_a_white_picture() -> None:
    assert contrast(theme.TEXT, over_white("#000000", theme.TILE_STRIP_OPACITY)) >= READABLE
    for colour in theme.STATE_COLOURS.values():
        assert contrast(colour, over_white(theme.BACKGROUND, theme.STATE_PLATE_OPACITY)) >= READABLE
    assert contrast(theme.TEXT, over_white(theme.BACKGROUND, MINIATURE_STRIP_OPACITY)) >= READABLE


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
        at = 5 if severity is Severity.EXTREME else 10  # whose middle is an exclamation mark
        assert image.pixelColor(at, 10).name().upper() == theme.SEVERITY_COLOURS[severity]
    assert icon("pin", theme.TEXT, 14).width() == 14
    corners = icon("pin", theme.TEXT, 32).toImage()
    assert corners.pixelColor(0, 0).alpha() == corners.pixelColor(31, 31).alpha() == 0
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon", theme.TEXT)
