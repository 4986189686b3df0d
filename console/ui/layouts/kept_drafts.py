"""Keeps a draft of what is edited and not saved, and offers those of before."""

from PySide6.QtCore import QObject

from console.protocol.clock import Clock
from console.ui.layouts.document import NEW_NAME, Origin
from console.ui.layouts.draft import Draft, DraftFolder
from console.ui.layouts.draft_keeper import DraftKeeper
from console.ui.layouts.draft_offer import DraftOffer
from console.ui.layouts.edited_layout import EditedLayout


class KeptDrafts(QObject):
    """``keeper`` writes them, ``offer`` is the line that asks."""

    def __init__(
        self, edited: EditedLayout, folder: DraftFolder, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._edited = edited
        self._folder = folder
        self._clock = clock
        self._offered: list[Draft] | None = None
        self.keeper = DraftKeeper(folder, self)
        self.offer = DraftOffer()
        edited.changed.connect(self._keep)
        self.offer.continued.connect(self._continue)
        self.offer.thrown_away.connect(self._throw_away)

    def look(self) -> None:
        """Once: those of before this program's start."""
        if self._offered is None:
            self.offer_these(self._folder.read())

    def offer_these(self, drafts: list[Draft]) -> None:
        """One after the other."""
        self._offered = drafts
        self.offer.offer(drafts, self._clock.now_ms())

    def offer_of(self, name: str) -> None:
        """Those of this layout, before all others: what was drawn at it and laid aside."""
        open_ms = self._edited.document.begun_ms
        own = [one for one in self._folder.read() if one.name == name and one.begun_ms != open_ms]
        if own:
            self.offer_these([*own, *(one for one in self._offered or () if one not in own)])

    def _continue(self, draft: Draft) -> None:
        words = f"Draft of {draft.name or f'a {NEW_NAME}'}"
        origin = Origin(draft.name, draft.version, None, words)
        self._edited.begin(draft.layout, origin, draft.begun_ms)
        self._answered(draft)

    def _throw_away(self, draft: Draft) -> None:
        self.keeper.drop(draft.begun_ms)
        self._answered(draft)

    def _answered(self, draft: Draft) -> None:
        self.offer_these([one for one in self._offered or () if one != draft])

    def _keep(self) -> None:
        """Of what nobody else has; one that is as it was opened needs none."""
        document, origin = self._edited.document, self._edited.origin
        if not self._edited.is_unsaved:
            self.keeper.drop(document.begun_ms)
        elif document.layout.cells:
            now_ms = self._clock.now_ms()
            draft = Draft(document.begun_ms, now_ms, origin.name, origin.version, document.layout)
            self.keeper.keep(draft)
