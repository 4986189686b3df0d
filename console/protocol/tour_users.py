"""Which layouts and wall presets name a tour, in words: for whoever deletes or renames it."""

from collections.abc import Iterable

from console.domain.wording import few_of
from console.protocol.layout_messages import LayoutHead
from console.protocol.preset_messages import PresetHead


def tour_users_words(layouts: Iterable[LayoutHead], presets: Iterable[PresetHead], tour: str) -> str:
    """What becomes of those that name a tour that is not there any more; "" where none does."""
    users = [f"layout {head.name}" for head in layouts if tour in head.tours]
    users += [f"wall preset {head.name}" for head in presets if tour in head.tours]
    if not users:
        return ""
    name = "names" if len(users) == 1 else "name"
    return f"{few_of(users)} still {name} {tour}: such cells stay empty"
