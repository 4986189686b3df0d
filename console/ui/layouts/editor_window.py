"""The layout editor's window: puts canvas, cameras, form and bars together, and opens and saves documents."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Layout
from console.domain.wording import camera_words, local_time
from console.protocol.clock import Clock
from console.protocol.layout_file import shipped_layouts
from console.ui import theme
from console.ui.desk.done_acts import Conflict
from console.ui.desk.layout_conflict import LayoutConflict
from console.ui.desk.miniature_pictures import MiniaturePictures
from console.ui.desk.operator_acts import OperatorActs
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import Area, SiteView
from console.ui.layouts.camera_panel import CameraPanel
from console.ui.layouts.canvas import Canvas
from console.ui.layouts.cell_form import CellForm
from console.ui.layouts.close_question import CloseQuestion
from console.ui.layouts.draft import DraftFolder
from console.ui.layouts.edit_acts import EditActs
from console.ui.layouts.edited_layout import EditedLayout
from console.ui.layouts.editor_bar import EditorBar
from console.ui.layouts.editor_keys import WINDOW_KEYS
from console.ui.layouts.kept_drafts import KeptDrafts
from console.ui.layouts.key_sheet import KeySheet
from console.ui.layouts.layout_answers import LayoutAnswers
from console.ui.layouts.opening import LayoutOpening
from console.ui.layouts.save_bar import SaveBar
from console.ui.layouts.saving import LayoutSaving
from console.ui.layouts.stylesheet import editor_stylesheet
from console.ui.plain_label import PlainLabel

SIDES_PX = (220, 236)
SCREEN_SHARE = 0.86
LARGEST_PX = QSize(1760, 1020)
CONFLICT_PX = 640
NOT_SAVED = "Not saved: choose above which is to stand."
GOES_ON = "You go on with what you had not saved; Ctrl+Z takes it back step by step."
LEFT_AS_STORED = "Not saved: what is stored stands."
PALETTE = "The palette is on the desk: go to its window first."
DRAFT_GOES_ON = "The draft is open: save it, or go on."


class LayoutEditor(QWidget):
    """A window beside the desk: nothing waits for it. ``refresh`` and ``refresh_pictures`` are told what
    changed.
    """

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        acts: OperatorActs,
        answers: LayoutAnswers,
        pictures: MiniaturePictures,
        drafts: DraftFolder,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("layout_editor")
        self.setStyleSheet(editor_stylesheet())
        self._view = view
        self._selection = selection
        self._pictures = pictures
        self._clock = clock
        self._trouble = ""
        self._shown_begun_ms = -1
        self.edited = EditedLayout(clock.now_ms, self)
        self.acts = EditActs(self.edited, self._name_of)
        self.opening = LayoutOpening(self.edited, view, answers, self)
        self.drafts = KeptDrafts(self.edited, drafts, clock, self)
        self.saving = LayoutSaving(view, acts, self)
        self.bar = EditorBar(self.edited, self.acts, shipped_layouts())
        self.cameras = CameraPanel(view)
        self.canvas = Canvas(self.edited, self.acts, view, pictures)
        self.form = CellForm(self.edited, self.acts, view)
        self.notice = PlainLabel()
        self.notice.setObjectName("notice")
        self.notice.setWordWrap(True)
        self.conflict = LayoutConflict()
        self.question = CloseQuestion(self.edited, self.drafts.keeper)
        self.foot = SaveBar()
        self.sheet = KeySheet(self)
        self._build()
        self._connect()
        self._show_document()

    # --- building

    def _build(self) -> None:
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.cameras, self.canvas, self.form):
            self._columns.addWidget(widget)
        self._columns.setChildrenCollapsible(False)
        self._columns.setStretchFactor(1, 1)
        self.cameras.setMinimumWidth(SIDES_PX[0] - 40)
        self.form.setMinimumWidth(SIDES_PX[1] - 20)
        self.notice.hide()
        self.notice.setContentsMargins(theme.SPACING_PX[2], 0, theme.SPACING_PX[2], 0)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACING_PX[0])
        rows.addWidget(self.bar)
        rows.addWidget(self.drafts.offer)
        rows.addWidget(self._columns, 1)
        rows.addWidget(self.notice)
        below = QHBoxLayout()
        below.addWidget(self.conflict)
        below.addStretch(1)
        self.conflict.setMinimumWidth(CONFLICT_PX)
        rows.addLayout(below)
        rows.addWidget(self.question)
        rows.addWidget(self.foot)

    def _name_of(self, feed: FeedId) -> str:
        return camera_words(self._view.cameras.get(feed), feed)

    def _connect(self) -> None:
        edited, saving = self.edited, self.saving
        edited.changed.connect(self._show_document)
        edited.stack.indexChanged.connect(lambda _: self.foot.forget_refusal())
        for said in (edited.said, saving.said, self.opening.said):
            said.connect(self.foot.say)
        saving.kept.connect(self._kept)
        saving.conflict.connect(self._ask_choice)
        self.conflict.replace_asked.connect(saving.save_all_the_same)
        self.conflict.other_name_asked.connect(self._other_name)
        self.drafts.keeper.trouble.connect(self._say_trouble)
        self.conflict.left.connect(lambda: self.foot.say(LEFT_AS_STORED, False))
        self.drafts.offer.continued.connect(self._draft_goes_on)
        self.bar.new_asked.connect(self.opening.open_new)
        self.bar.done.connect(self.canvas.setFocus)
        self.canvas.choose_asked.connect(self.cameras.ask)
        self.form.choose_asked.connect(lambda: self.cameras.ask(""))
        self.cameras.put_asked.connect(self._put)
        self.cameras.left.connect(self.canvas.setFocus)
        self.foot.save_asked.connect(self._save)
        self.question.save_asked.connect(lambda: self.foot.ask())
        saving.said.connect(lambda _, bad: self.question.forget() if bad else None)
        self.question.close_asked.connect(self.close)
        self._selection.cell_changed.connect(self._offer_monitors)
        does = {
            "undo": edited.stack.undo,
            "redo": edited.stack.redo,
            "save": lambda: self.foot.ask(),
            "new": self.opening.open_new,
            "close": self.close,
            "palette": lambda: self.foot.say(PALETTE, False),
            "help": self.sheet.toggle,
        }
        for key, act in WINDOW_KEYS.items():
            QShortcut(QKeySequence(key), self, does[act])
            if act == "help":  # the sheet is a window of its own
                QShortcut(QKeySequence(key), self.sheet, self.sheet.hide)

    # --- opening

    def open(self, name: str = "", monitor: MonitorId | None = None) -> None:
        """That layout, as it is at work here if it is; without a name what is, what the monitor shows, or a
        new one.
        """
        self.bring_up()
        if self._is_at_work(name):
            self.foot.say(GOES_ON, False)
        elif name:
            self.opening.open_layout(name)
        elif self.edited.is_unsaved:
            return
        elif monitor is not None:
            self.opening.open_monitor(monitor)
        else:
            self.opening.open_new()

    def _is_at_work(self, name: str) -> bool:
        """Whether it is open with work that is not saved, and nobody has stored another one since."""
        head, origin = self._view.layout(name), self.edited.origin
        is_open = head is not None and (head.name, head.version) == (origin.name, origin.version)
        return is_open and self.edited.is_unsaved

    def bring_up(self) -> None:
        """Show the window, above the desk; the keys go to the canvas."""
        if not self.isVisible():
            self._place()
        self.show()
        self.raise_()
        self.activateWindow()
        self.canvas.setFocus()

    def _place(self) -> None:
        """In the middle of the desk's screen, and on it whole."""
        desk = self.parentWidget()
        center = desk.frameGeometry().center() if desk is not None else self.frameGeometry().center()
        screen = QGuiApplication.screenAt(center) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        size = room.size() * SCREEN_SHARE
        size = size.boundedTo(LARGEST_PX).expandedTo(self.minimumSizeHint())
        self.resize(size.boundedTo(room.size()))
        self._columns.setSizes([SIDES_PX[0], self.width() - sum(SIDES_PX), SIDES_PX[1]])
        frame = self.rect()
        frame.moveCenter(room.center())
        self.move(frame.topLeft())

    # --- showing and hiding

    def showEvent(self, event: QShowEvent) -> None:
        """Drafts of before are offered; pictures are read while somebody looks."""
        super().showEvent(event)
        self.drafts.look()
        self.cameras.refresh()
        self.canvas.refresh()
        self._offer_monitors()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self.drafts.keeper.flush()
        self._pictures.wanted({})

    def _say_trouble(self, words: str) -> None:
        self._trouble = words
        self._show_notice()

    # --- saving

    def _save(self, name: str, note: str, monitor: str) -> None:
        self.form.commit()
        self.conflict.hide()
        self.question.saves()
        then_on = MonitorId(monitor) if monitor else None
        self.saving.save(self.edited.document, self.edited.origin, name, note, then_on)

    def _ask_choice(self, conflict: Conflict, begun_ms: int) -> None:
        """Which of both is to stand; of another drawing than the one that is open by now it is only said."""
        self.question.forget()
        if begun_ms != self.edited.document.begun_ms:
            self.foot.say(f"Not saved: {conflict.words}; what you drew is kept as a draft.", True)
            return
        self.conflict.ask(conflict)
        self._show_notice()
        self.foot.say(NOT_SAVED, True)

    def _draft_goes_on(self, _: object) -> None:
        self.canvas.setFocus()
        self.foot.say(DRAFT_GOES_ON, False)

    def _kept(self, layout: Layout, begun_ms: int, version: int) -> None:
        self.foot.drop_note()
        self.conflict.hide()
        self.edited.saved(layout, begun_ms, version)

    def _other_name(self, name: str) -> None:
        self.foot.name.setText(name)
        self.foot.name.setFocus()
        self.foot.name.selectAll()

    # --- showing

    def refresh(self, changed: Area) -> None:
        """Bring what changed to the parts that show it."""
        if not self.isVisible():
            return
        if changed & Area.CAMERAS:
            self.cameras.refresh()
            self.canvas.refresh()
        if changed & Area.HEALTH:
            self.cameras.model.refresh_states()
        if changed & Area.TOURS:
            self.form.refresh()
        if changed & (Area.CAMERAS | Area.MONITORS):
            self._offer_monitors()
        if changed & Area.LAYOUTS:
            self._show_notice()

    def refresh_pictures(self, now_ns: int, machine_ns: int) -> None:
        """Twice a second."""
        if self.isVisible():
            self._pictures.refresh(now_ns, machine_ns)
            self.canvas.update()

    def _show_document(self) -> None:
        origin, begun_ms = self.edited.origin, self.edited.document.begun_ms
        mark = " • not saved" if self.edited.is_unsaved else ""
        self.setWindowTitle(f"Layout editor · {origin.words}{mark}")
        if begun_ms != self._shown_begun_ms:
            self._shown_begun_ms = begun_ms
            self.conflict.hide()  # it was about another drawing
            if origin.name and self.isVisible():
                self.drafts.offer_of(origin.name)
            head = self._view.layout(origin.name) if origin.name else None
            is_own = head is not None and not head.is_shipped
            self.foot.name.setText(origin.name if is_own or head is None else "")
            self.foot.name.setPlaceholderText(
                "Name" if is_own or not origin.name else f"Another name: {origin.name} stays as it is"
            )
        self._show_notice()

    def _show_notice(self) -> None:
        changed = self._changed_words() if self.conflict.isHidden() else ""  # which says the same
        words = " ".join(filter(None, (self._trouble, changed)))
        self.notice.setText(words)
        self.notice.setVisible(bool(words))

    def _changed_words(self) -> str:
        """That somebody else has changed meanwhile what is open."""
        origin = self.edited.origin
        if not origin.version:
            return ""
        head = self._view.layout(origin.name)
        if head is None:
            return f"Layout {origin.name} was deleted or renamed since you opened it; saving asks you."
        if head.version <= origin.version:
            return ""
        at = local_time(head.at_ms, self._clock.now_ms())
        by = f" by {self._view.called(head.by)}" if head.by else ""
        return (
            f"Layout {origin.name} was saved{by} at {at} since you opened it; saving shows both and asks you."
        )

    def _offer_monitors(self) -> None:
        chosen = self._selection.cell[0] if self._selection.cell is not None else ""
        self.foot.offer_monitors([str(monitor) for monitor in self._view.monitors], str(chosen))

    def _put(self, feeds: list[FeedId]) -> None:
        cell: CellIndex | None = self.edited.cell
        self.acts.put(feeds, cell)
        self.canvas.setFocus()

    # --- end

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is open stays so, and its draft is on the disk; what is not saved is asked about once."""
        if self.question.stops():
            event.ignore()
            return
        self.sheet.hide()
        self.conflict.hide()
        event.accept()

    def stop(self) -> None:
        """Write what waits, let go of the pictures."""
        self.sheet.hide()
        self.hide()
        self._pictures.close()
        self.drafts.keeper.stop()
