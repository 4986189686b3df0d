"""The theme as the map page has it: values for its canvases, a style sheet."""

from console.domain.picture import UNRECORDED_WORDS
from console.ui import theme
from console.ui.map.scheme import ORIGIN

FONT_FILE = "Inter-Regular.otf"


def theme_values() -> dict[str, object]:
    """What the page's canvases draw with: the theme, as plain values."""
    return {
        "background": theme.BACKGROUND,
        "surface": theme.SURFACE,
        "raised": theme.RAISED,
        "line": theme.LINE,
        "text": theme.TEXT,
        "muted": theme.MUTED,
        "disabled": theme.DISABLED,
        "accent": theme.ACCENT,
        "font": theme.FONT_FAMILY,
        "fontSizePx": theme.FONT_SIZES_PX[0],
        "severityColours": {str(key): value for key, value in theme.SEVERITY_COLOURS.items()},
        "severityShapes": {str(key): value for key, value in theme.SEVERITY_SHAPES.items()},
        "stateColours": {key.name: value for key, value in theme.STATE_COLOURS.items()}
        | dict.fromkeys(UNRECORDED_WORDS.values(), theme.MUTED),
        "stateShapes": {key.name: value for key, value in theme.STATE_SHAPES.items()},
        "pulseStepMs": theme.PULSE_STEP_MS,
    }


def theme_style() -> str:
    """The theme as CSS variables."""
    names = ("background", "surface", "raised", "line", "text", "muted", "accent")
    values = theme_values()
    lines = "".join(f"  --{name}: {values[name]};\n" for name in names)
    font = f"  --font: {theme.FONT_SIZES_PX[0]}px '{theme.FONT_FAMILY}', sans-serif;\n"
    face = f"@font-face {{ font-family: '{theme.FONT_FAMILY}'; src: url('{ORIGIN}/{FONT_FILE}'); }}\n"
    return f"{face}:root {{\n{lines}{font}}}\n"
