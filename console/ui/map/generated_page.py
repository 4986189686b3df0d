"""The map page: folium writes its map; what it loads is ours, and no script is inline."""

from dataclasses import dataclass
from typing import Any

import folium

from console.domain.picture import UNRECORDED_WORDS
from console.ui import theme
from console.ui.map.scheme import ORIGIN

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src sightline:; style-src sightline:; "
    "connect-src sightline:; img-src sightline:; font-src sightline:"
)
SCRIPTS = (
    "qwebchannel.js",
    "theme.js",
    "folium.js",
    "canvas_layer.js",
    "street_names.js",
    "base_layers.js",
    "fit.js",
    "choose.js",
    "live.js",
)
STYLES = ("theme.css", "map.css")
FONT_FILE = "Inter-Regular.otf"
START_ZOOM = 15

# folium keeps what it loads in lists of the class; ours replace them once, for every map of this process.
folium.Map.default_js = [("leaflet", f"{ORIGIN}/leaflet.js")]
folium.Map.default_css = [("leaflet_css", f"{ORIGIN}/leaflet.css")]

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Sightline map</title>
{styles}
</head>
<body>
{body}
{scripts}
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """``html`` is the document; ``script`` is folium's own code, served apart so that no script is inline."""

    html: str
    script: str


def generate_page() -> GeneratedPage:
    """Let folium write an empty map without tiles; bounds and content come later from live data."""
    folium_map = folium.Map(
        location=[0.0, 0.0],
        zoom_start=START_ZOOM,
        tiles=None,
        prefer_canvas=True,
        zoom_animation=False,
        fade_animation=False,
        inertia=False,
        box_zoom=False,
        zoom_snap=0.5,
        max_zoom=20,
        min_zoom=3,
    )
    root: Any = folium_map.get_root()  # a branca Figure, which folium types as its base class
    root.render()
    script = f"{root.script.render()}\nwindow.sightlineMap = {folium_map.get_name()};\n"
    html = _PAGE.format(
        policy=CONTENT_SECURITY_POLICY,
        styles="\n".join(_style(url) for _, url in folium.Map.default_css)
        + "\n"
        + "\n".join(_style(f"{ORIGIN}/{name}") for name in STYLES),
        body=root.html.render().strip(),
        scripts="\n".join(_script(url) for _, url in folium.Map.default_js)
        + "\n"
        + "\n".join(_script(f"{ORIGIN}/{name}") for name in SCRIPTS),
    )
    return GeneratedPage(html, script)


def _style(url: str) -> str:
    return f'<link rel="stylesheet" href="{url}">'


def _script(url: str) -> str:
    return f'<script src="{url}"></script>'


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
