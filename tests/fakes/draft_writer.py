"""A process that edits a layout and keeps drafts of it, until it is killed: ``... draft_writer FOLDER``.

It draws without end and says the number of each state once that is handed to the keeper.
"""

import sys

from PySide6.QtCore import QCoreApplication, QTimer

from console.domain.cell_content import TextContent
from console.domain.ids import CellIndex
from console.domain.policies.layout_editing.contents import with_content
from console.domain.policies.layout_editing.grids import even_grid
from console.ui.layouts.draft import Draft, DraftFolder
from console.ui.layouts.draft_keeper import DraftKeeper

EACH_MS = 5


def main() -> int:
    """Draw until the end."""
    application = QCoreApplication([])
    keeper = DraftKeeper(DraftFolder(sys.argv[1], "ana"))
    drawn = 0

    def draw() -> None:
        nonlocal drawn
        drawn += 1
        layout = with_content(even_grid("night", 8, 8), CellIndex(63), TextContent(str(drawn)))
        keeper.keep(Draft(1, drawn, "night", 41, layout))
        print(drawn, flush=True)

    timer = QTimer()
    timer.timeout.connect(draw)
    timer.start(EACH_MS)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
