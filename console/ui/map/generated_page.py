"""The map page: folium writes its map; what it loads is ours, and no script is inline."""

from typing import Any

import folium

from console.ui.map.kept_page import MapPage
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


def generate_page() -> MapPage:
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
    return MapPage(html, script)


def _style(url: str) -> str:
    return f'<link rel="stylesheet" href="{url}">'


def _script(url: str) -> str:
    return f'<script src="{url}"></script>'
