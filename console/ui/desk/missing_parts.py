"""What a layout or wall preset names and the site has not, and which of them name a tour, in words."""

from console.domain.wording import missing_words
from console.protocol.layout_messages import LayoutHead
from console.protocol.preset_messages import PresetHead
from console.protocol.tour_users import tour_users_words
from console.ui.desk.site_view import SiteView


def with_missing(words: str, view: SiteView, head: LayoutHead | PresetHead | None) -> str:
    """What was done, and what will not be seen of it."""
    if head is None:
        return words
    tours = sorted(set(head.tours) - {kept.tour.name for kept in view.tours})
    monitors = sorted(set(head.monitors) - view.monitors.keys()) if isinstance(head, PresetHead) else ()
    return "; ".join((words, *missing_words(head.missing_feeds, monitors, tours)))


def with_users(words: str, view: SiteView, tour: str) -> str:
    """What was done to a tour that is not there any more under this name, and who names it still."""
    users = tour_users_words(view.layouts, view.presets, tour)
    return f"{words}; {users}" if users else words
