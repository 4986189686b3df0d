"""The cameras as a Qt model, and its filter: number, name, agency."""

from collections.abc import Collection
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.domain.picture import LostCause
from console.domain.policies.feed_health import lost_beside_words
from console.domain.wording import isolated, one_line, state_words
from console.ui.desk.site_view import SiteView
from console.ui.desk.trouble_line import plain_tool_tip
from console.ui.drawing_guard import DrawingGuard, unshown_words
from console.ui.wall.tile_labels import REC

FEED_MIME = "application/x-sightline-feed"

Index = QModelIndex | QPersistentModelIndex
Searched = tuple[str, str] | None
"""Number and text; None for a camera that is always found, as it can't be searched."""
_NOWHERE = QModelIndex()


class CameraRole(IntEnum):
    """What the delegate asks of a row."""

    CAMERA = Qt.ItemDataRole.UserRole
    STATE = Qt.ItemDataRole.UserRole + 1
    WORDS = Qt.ItemDataRole.UserRole + 2
    CAUSE = Qt.ItemDataRole.UserRole + 3


UNSHOWN: dict[int, LostCause | None] = {CameraRole.STATE: None, CameraRole.CAUSE: LostCause.NONE}
"""Of a camera that can't be shown; in words elsewhere."""


class CameraModel(QAbstractListModel):
    """Rows in order of camera number; reads the site view, keeps only the order.

    ``searched``: of each row the number and the case-folded text, in which is searched at every key press.
    """

    def __init__(self, view: SiteView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._guard = DrawingGuard("camera")
        self._search_guard = DrawingGuard("search of camera")
        self._cameras: list[Camera] = []
        self.searched: list[Searched] = []

    def refresh_cameras(self) -> None:
        """The site's cameras are others now."""
        cameras = list(self._view.cameras.values())
        if cameras != self._cameras:
            self.beginResetModel()
            self._cameras = cameras
            self.searched = [self._searched(camera) for camera in cameras]
            self.endResetModel()

    def _searched(self, camera: Camera) -> Searched:
        return self._search_guard.attempt(camera.feed, lambda: searched(camera), lambda: None)

    def refresh_states(self) -> None:
        """Some feeds' states changed."""
        if self._cameras:
            self.dataChanged.emit(self.index(0), self.index(len(self._cameras) - 1), [CameraRole.STATE])

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of cameras."""
        return 0 if parent.isValid() else len(self._cameras)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A row's camera, its state, and both in words."""
        camera = self._cameras[index.row()]
        if role == CameraRole.CAMERA:
            return camera
        otherwise = UNSHOWN[role] if role in UNSHOWN else unshown_words(camera.feed)
        return self._guard.attempt(camera.feed, lambda: self._fact(camera, role), lambda: otherwise)

    def _fact(self, camera: Camera, role: int) -> object:
        state = self._view.state_of(camera.feed)
        if role == CameraRole.STATE:
            return state
        if role == CameraRole.CAUSE:
            return self._view.cause_of(camera.feed)
        if role == CameraRole.WORDS:
            return self._words(camera.feed)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{camera.number} {camera.name} {camera.agency}"
        if role == Qt.ItemDataRole.ToolTipRole:
            name = f"{camera.number} {isolated(one_line(camera.name))}"
            return plain_tool_tip(
                (name, f"{one_line(camera.agency)} · {camera.feed}", self._words(camera.feed))
            )
        return None

    def _words(self, feed: FeedId) -> str:
        """The feed's state, the streams that are lost beside it, and whether it is recorded now."""
        streams = self._view.streams_of(feed)
        lost = lost_beside_words(streams) if streams is not None else ""
        state = state_words(self._view.state_of(feed), self._view.cause_of(feed))
        return " · ".join(filter(None, (state, lost, REC if self._view.is_recorded(feed) else "")))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be selected and dragged onto the wall."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """What is dragged: feed ids."""
        return [FEED_MIME]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:  # type: ignore[override]
        """The dragged feeds, in the order of the list."""
        data = QMimeData()
        rows = sorted({index.row() for index in indexes})
        data.setData(FEED_MIME, "\n".join(self._cameras[row].feed for row in rows).encode())
        return data

    def feed_at(self, row: int) -> FeedId:
        """A row's camera."""
        return self._cameras[row].feed

    def row_of(self, feed: FeedId) -> QModelIndex:
        """Where a feed's row is; invalid if the site has none."""
        rows = (row for row, camera in enumerate(self._cameras) if camera.feed == feed)
        row = next(rows, None)
        return self.index(row) if row is not None else QModelIndex()


def feeds_in(data: QMimeData) -> list[FeedId]:
    """The cameras that are dragged; none where something else is."""
    lines = bytes(data.data(FEED_MIME).data()).decode(errors="replace").split("\n")
    return [FeedId(line) for line in lines if line]


class CameraFilter(QSortFilterProxyModel):
    """Keeps the cameras whose number, name or agency holds every word that was typed, or a choice of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self._only: frozenset[FeedId] | None = None
        self._cameras: CameraModel | None = None

    def setSourceModel(self, source: QAbstractItemModel) -> None:
        """A CameraModel, whose rows are searched without asking it for each: a key press asks for all."""
        self._cameras = source if isinstance(source, CameraModel) else None
        super().setSourceModel(source)

    def set_text(self, text: str) -> None:
        """Filter by these words, whatever choice there was."""
        self._words, self._only = text.casefold().split(), None
        self.invalidate()

    def set_only(self, feeds: Collection[FeedId]) -> None:
        """These, whatever was typed."""
        self._words, self._only = [], frozenset(feeds)
        self.invalidate()

    @property
    def is_choice(self) -> bool:
        """Whether certain cameras are kept, not those that words find."""
        return self._only is not None

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Every word is found; a number only from its beginning. Of a choice: it is among them."""
        if self._cameras is not None and self._only is not None:
            return self._cameras.feed_at(source_row) in self._only
        row = self._cameras.searched[source_row] if self._cameras is not None else None
        return row is None or has_all(row, self._words)


def searched(camera: Camera) -> tuple[str, str]:
    """Its number, and the text in which words are searched."""
    return str(camera.number), f"{camera.name} {camera.agency}".casefold()


def matches(camera: Camera, words: list[str]) -> bool:
    """Whether every word is in the name or agency, or begins the number (leading zeros don't count)."""
    return has_all(searched(camera), words)


def has_all(row: tuple[str, str], words: list[str]) -> bool:
    """The same, of what ``searched`` made."""
    number, text = row
    for word in words:
        digits = word.lstrip("0") if word.isdecimal() else ""
        if not (number.startswith(digits) if digits else word in text):
            return False
    return True
