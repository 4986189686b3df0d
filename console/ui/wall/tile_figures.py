"""What a display tells of its tiles in its beat."""

from collections import Counter
from collections.abc import Sequence

from console.domain.picture import PictureState
from console.ui.wall.tile import Tile

FIRST_SHOWN_TOLD_NS = 10_000_000_000
"""So long it tells when a tile was first painted live or rewound: in several beats, as one may be missed."""


def tile_figures(tiles: Sequence[Tile], now_ns: int) -> dict[str, float]:
    """Pictures a second, tiles by state, when cells came live; of those tiles that show a camera."""
    fed = [tile for tile in tiles if tile.cell.feed is not None]
    rates = [rate for tile in fed if (rate := tile.rate.per_s()) is not None]
    states = Counter(tile.shown.word for tile in fed)
    states.setdefault(PictureState.LIVE.name, 0)
    figures = {
        "pictures_per_s_mean": sum(rates) / len(rates) if rates else 0.0,
        "pictures_per_s_min": min(rates, default=0.0),
        "tiles": len(fed),
        "tiles_shed": sum(1 for tile in fed if tile.shed),
    }
    figures |= {f"tiles_{word.lower().replace(' ', '_')}": count for word, count in states.items()}
    return figures | _newly_shown(fed, now_ns - FIRST_SHOWN_TOLD_NS)


def _newly_shown(tiles: Sequence[Tile], since_ns: int) -> dict[str, float]:
    """When cells were first painted at all, LIVE or KEY, live, and rewound; of those since then."""
    return {
        f"cell_{tile.cell.cell}_{kind}_ns": at_ns
        for tile in tiles
        for kind, at_ns in (
            ("shown", tile.first_shown_ns),
            ("claimed", tile.first_claimed_ns),
            ("live", tile.first_live_ns),
            ("rewind", tile.first_rewind_ns),
        )
        if at_ns > since_ns
    }
