"""The desk's bar of a replay: play, steps, speeds, loop, the time, and the timeline below them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.domain.wording import local_time
from console.ui import theme
from console.ui.desk.elided_label import ElidedLabel
from console.ui.fonts import font
from console.ui.icons import icon
from console.ui.plain_label import PlainLabel
from console.ui.replay.control import ReplayControl
from console.ui.replay.keys import ReplayAct
from console.ui.replay.rates import RATES, rate_words
from console.ui.replay.span_words import span_words
from console.ui.replay.timeline_view import Recorded, TimelineView

BUTTON_PX = 32
RATE_PX = 46
AGAIN_PX = 56
STEPS = (
    (ReplayAct.EVENT_BACK, "player-skip-back", "To the event before (Shift+E)"),
    (ReplayAct.FRAME_BACK, "chevron-left", "One picture back (,)"),
    (ReplayAct.TOGGLE, "player-play", "Play, or stand still (Space)"),
    (ReplayAct.FRAME, "chevron-right", "One picture further (.)"),
    (ReplayAct.EVENT, "player-skip-forward", "To the next event (E)"),
    (ReplayAct.LOOP, "repeat", "Begin again at the end (L)"),
)


class TransportBar(QWidget):
    """Buttons take no focus: keys mean the same wherever the pointer was."""

    def __init__(
        self, control: ReplayControl, recorded: Recorded | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._control = control
        self.buttons = {act: self._button(act, name, tip) for act, name, tip in STEPS}
        self.rates = {rate: self._rate_button(rate) for rate in RATES}
        self.again = self._again_button()
        self.elapsed = PlainLabel()
        self.elapsed.setObjectName("elapsed")
        self.elapsed.setFont(font(theme.FONT_SIZES_PX[2]))
        self.recorded = ElidedLabel("muted")
        self.timeline = TimelineView(control, recorded)
        self._build()
        control.changed.connect(self._changed)

    def _button(self, act: ReplayAct, name: str, tip: str) -> QPushButton:
        button = _plain_button(tip)
        button.setFixedSize(BUTTON_PX, BUTTON_PX)
        button.setIconSize(QSize(theme.ICON_PX, theme.ICON_PX))
        button.setIcon(QIcon(icon(name, theme.TEXT)))
        button.setCheckable(act is ReplayAct.LOOP)
        button.clicked.connect(lambda: self._control.do(act))
        return button

    def _rate_button(self, rate: float) -> QPushButton:
        button = _plain_button("How fast ([ slower, ] faster); above 2x keyframes alone are shown")
        button.setText(rate_words(rate))
        button.setFixedSize(RATE_PX, BUTTON_PX)
        button.setCheckable(True)
        button.clicked.connect(lambda: self._control.set_rate(rate))
        return button

    def _again_button(self) -> QPushButton:
        button = _plain_button("From here on you decide: alerts and cameras come as they did (G)")
        button.setText("Again")
        button.setFixedSize(AGAIN_PX, BUTTON_PX)
        button.setCheckable(True)
        button.clicked.connect(lambda: self._control.do(ReplayAct.AGAIN))
        return button

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(theme.SPACING_PX[2], 0, theme.SPACING_PX[2], 0)
        row.setSpacing(theme.SPACING_PX[0])
        for button in self.buttons.values():
            row.addWidget(button)
        row.addSpacing(theme.SPACING_PX[2])
        for button in self.rates.values():
            row.addWidget(button)
        row.addSpacing(theme.SPACING_PX[2])
        row.addWidget(self.again)
        row.addSpacing(theme.SPACING_PX[3])
        row.addWidget(self.elapsed)
        row.addSpacing(theme.SPACING_PX[3])
        row.addWidget(self.recorded)
        row.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, theme.SPACING_PX[0], 0, 0)
        rows.setSpacing(theme.SPACING_PX[0])
        rows.addLayout(row)
        rows.addWidget(self.timeline)

    def _changed(self) -> None:
        """The replay plays or stands, at another speed, looped or not."""
        status = self._control.status
        if status is None:
            return
        self.elapsed.setMinimumWidth(self._widest(status.end_ms - status.begin_ms))
        name = "player-pause" if status.playing else "player-play"
        self.buttons[ReplayAct.TOGGLE].setIcon(QIcon(icon(name, theme.TEXT)))
        self.buttons[ReplayAct.LOOP].setChecked(status.loop)
        for rate, button in self.rates.items():
            button.setChecked(rate == status.rate)
        self.again.setChecked(self._control.is_again)
        self.tick()

    def _widest(self, whole_ms: int) -> int:
        """Of the time's words at the end: nothing beside them moves when they grow."""
        self.elapsed.ensurePolished()
        return self.elapsed.fontMetrics().horizontalAdvance(time_words(whole_ms, whole_ms)) + 2

    def tick(self) -> None:
        """Thirty times a second: what moved since the last time."""
        status = self._control.status
        if status is None:
            return
        gone_ms, whole_ms = self._control.at_ms - status.begin_ms, status.end_ms - status.begin_ms
        words = time_words(gone_ms, whole_ms)
        if words != self.elapsed.text():
            self.elapsed.setText(words)
        how = "decided again" if self._control.is_again else "recorded"
        self.recorded.say(f"{how} {local_time(self._control.wall_ms, 0)}")
        self.timeline.tick()


def time_words(gone_ms: int, whole_ms: int) -> str:
    """How far it is, of how much: both to the tenth, and never beyond the end, whatever its clock says."""
    return f"{span_words(min(gone_ms, whole_ms), tenths=True)} / {span_words(whole_ms, tenths=True)}"


def _plain_button(tip: str) -> QPushButton:
    button = QPushButton()
    button.setObjectName("transport")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setToolTip(tip)
    return button
