"""Two small buttons in a panel's upper corner: into a window of its own or back, and out of sight."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHoverEvent, QIcon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from console.ui import theme
from console.ui.icons import icon

HEAD_PX = 28
"""So much of a panel's top is its head: there the buttons come under the pointer."""
BUTTON_PX = 22
SIGN_PX = 14
MARGIN_PX = 2


class PanelCorner(QWidget):
    """Lies over ``panel``, only while the pointer is in its head. ``menu_asked``: a right click there.

    ``head_width_px``: so wide is the head from the left, where what lies beside it is not to be covered.
    """

    float_asked = Signal()
    hide_asked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, panel: QWidget, title: str, head_width_px: int | None = None) -> None:
        super().__init__(panel)
        self._head_width_px = head_width_px
        self._panel = panel
        self._title = title
        self.setObjectName("corner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.out = self._button("panel-out")
        self.away = self._button("panel-hide")
        self.away.setToolTip(f"Hide: {title} (Panels in the top bar shows it again)")
        self.out.clicked.connect(self.float_asked)
        self.away.clicked.connect(self.hide_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.out)
        row.addWidget(self.away)
        self.show_floating(floating=False)
        self.hide()
        panel.setAttribute(Qt.WidgetAttribute.WA_Hover)
        panel.installEventFilter(self)

    def _button(self, sign: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName("corner")
        button.setFixedSize(BUTTON_PX, BUTTON_PX)
        button.setIcon(QIcon(icon(sign, theme.TEXT, 2 * SIGN_PX)))
        button.setIconSize(QSize(SIGN_PX, SIGN_PX))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the menu is for the keyboard
        return button

    def show_floating(self, *, floating: bool) -> None:
        """What the first button does now."""
        self.out.setIcon(QIcon(icon("panel-back" if floating else "panel-out", theme.TEXT, 2 * SIGN_PX)))
        where = "Back into the desk" if floating else "In a window of its own"
        self.out.setToolTip(f"{where}: {self._title}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come and go with the pointer; stay in the corner."""
        match event.type():
            case QEvent.Type.HoverMove | QEvent.Type.HoverEnter if isinstance(event, QHoverEvent):
                self.setVisible(self._is_head(event.position()))
                self._stay_in_corner()
            case QEvent.Type.Leave | QEvent.Type.HoverLeave | QEvent.Type.Hide:
                self.hide()
            case QEvent.Type.Resize:
                self._stay_in_corner()
            case QEvent.Type.ContextMenu if isinstance(event, QContextMenuEvent):
                is_clicked = event.reason() is QContextMenuEvent.Reason.Mouse
                if is_clicked and self._is_head(QPointF(event.pos())):
                    self.menu_asked.emit(event.globalPos())
                    return True
        return super().eventFilter(watched, event)

    def _width_px(self) -> int:
        return self._panel.width() if self._head_width_px is None else self._head_width_px

    def _is_head(self, at: QPointF) -> bool:
        return at.y() < HEAD_PX and at.x() < self._width_px()

    def _stay_in_corner(self) -> None:
        if self.isVisible():
            self.adjustSize()
            self.move(self._width_px() - self.width() - MARGIN_PX, MARGIN_PX)
            self.raise_()
