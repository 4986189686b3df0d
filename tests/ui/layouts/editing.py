"""What the editor's tests share: a layout that is edited, and what was said."""

from console.domain.ids import CellIndex, FeedId
from console.domain.layout import Layout
from console.domain.policies.layout_editing.grids import even_grid
from console.domain.policies.layout_editing.places import Named, place_of
from console.ui.layouts.document import Origin
from console.ui.layouts.edit_acts import EditActs
from console.ui.layouts.edited_layout import EditedLayout

A, B, C, D = (FeedId(f"cam-{number:03d}") for number in (1, 2, 3, 4))


def grid(columns: int, rows: int, *feeds: FeedId | None, name: str = "night") -> Layout:
    """Cells of one square, with these cameras."""
    layout = even_grid(name, columns, rows)
    return layout.with_feeds({CellIndex(number): feed for number, feed in enumerate(feeds)})


class Editing:
    """Begun with a layout; ``told`` is what was said last, and whether it was bad."""

    def __init__(self, layout: Layout, named: Named = str) -> None:
        self.edited = EditedLayout(lambda: 1000)
        self.acts = EditActs(self.edited, named)
        self.said: list[tuple[str, bool]] = []
        self.edited.said.connect(lambda words, bad: self.said.append((words, bad)))
        self.edited.begin(layout, Origin(layout.name, 41, layout, layout.name))

    @property
    def told(self) -> tuple[str, bool]:
        return self.said[-1]

    @property
    def layout(self) -> Layout:
        return self.edited.layout

    @property
    def feeds(self) -> list[FeedId | None]:
        return [cell.feed for cell in self.layout.cells]

    @property
    def places(self) -> list[tuple[int, ...]]:
        return [tuple(place_of(cell)) for cell in self.layout.cells]
