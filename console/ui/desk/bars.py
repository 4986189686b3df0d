"""The desk's top bar (site, clock, counts, director, operator) and bottom bar (last act, keys)."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from console.domain.operator_commands.table import key_of
from console.domain.picture import NOT_IN_PACKAGE, NOT_RECORDED, LostCause, PictureState, picture_word
from console.protocol.core_changes import Counts
from console.ui import theme
from console.ui.desk.elided_label import ElidedLabel
from console.ui.desk.key_hints import KeyHints
from console.ui.fonts import font
from console.ui.icons import icon
from console.ui.plain_label import PlainLabel
from console.ui.replay.replay_frame import NOT_AS_SIGNED, REPLAY

LAST_ACT_PX = 160
"""At least so wide: a refusal must not vanish beside the keys."""
LAST_ACT_SHARE = 0.5
"""Of the bar's width at most, if it is as long: keys give way to what was just done."""
LAST_ACT_STAYS_MS = 15_000
"""Then it is about nothing that an operator has in mind."""
ALWAYS_COUNTED = (PictureState.LIVE, PictureState.STALE, PictureState.LOST)
COUNTS_HINT = (
    f"Health of every stream ({key_of('health')}). "
    "Slowed: shown with fewer pictures than the camera sends, for want of CPU."
)


def counts_html(
    counts: Counter[PictureState],
    unknown: int,
    unrecorded: int = 0,
    left_out: int = 0,
    slowed: int = 0,
    *,
    replays: bool = False,
) -> str:
    """Counts by picture state: words in their colours, best first; zeros of three states only.

    ``slowed`` are some of those that are counted already.
    """
    parts = []
    for state in sorted(PictureState, reverse=True):
        if counts[state] or state in ALWAYS_COUNTED:
            colour = theme.STATE_COLOURS[state] if counts[state] else theme.MUTED
            word = picture_word(state, False, LostCause.LOADING if replays else LostCause.NONE)
            parts.append(f'<span style="color:{colour}">{word} {counts[state]}</span>')
    if slowed:
        parts.append(f'<span style="color:{theme.STATE_ATTENTION}">slowed {slowed}</span>')
    for word, count in ((NOT_RECORDED, unrecorded), (NOT_IN_PACKAGE, left_out), ("unknown", unknown)):
        if count:
            parts.append(f'<span style="color:{theme.MUTED}">{word} {count}</span>')
    return "&nbsp;&nbsp;&nbsp;".join(parts)


def _label(name: str, size_px: int = theme.FONT_SIZES_PX[1]) -> QLabel:
    label = PlainLabel()
    label.setObjectName(name)
    label.setFont(font(size_px))
    return label


class ClickableLabel(QLabel):
    """A label that says when it was clicked."""

    clicked = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Any button will do."""
        self.clicked.emit()


class TopBar(QWidget):
    """One line; nothing in it moves sideways when figures change. A click on the counts asks for more."""

    def __init__(
        self,
        operator: str,
        parent: QWidget | None = None,
        *,
        replays: bool = False,
        not_as_signed: bool = False,
    ) -> None:
        super().__init__(parent)
        self._not_as_signed = not_as_signed
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(44)
        self.replay = _label("replay" if not not_as_signed else "replay_not_as_signed")
        self.replay.setVisible(replays)
        self.say_again(again=False)
        self.site = ElidedLabel("site")
        self.clock = _label("clock", theme.FONT_SIZES_PX[3])
        self.clock.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self.counts = ClickableLabel()
        self.counts.setObjectName("counts")
        self.counts.setFont(font(theme.FONT_SIZES_PX[1]))
        self.counts.setCursor(Qt.CursorShape.PointingHandCursor)
        self.counts.setToolTip(COUNTS_HINT)
        self.warning = _label("warning")
        self.alerts = ElidedLabel("muted")
        self.director = ElidedLabel("director")
        self.counts.setTextFormat(Qt.TextFormat.RichText)
        who = ElidedLabel("who")
        who.say(operator)
        self.panels = _panels_button()
        self.show_site("", "")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, theme.SPACING_PX[1], 0)
        row.setSpacing(theme.SPACING_PX[3 if replays else 4])  # its word takes room
        for widget in (self.replay, self.site, self.clock, self.counts, self.warning):
            row.addWidget(widget)
        row.addStretch(1)
        for said in (self.alerts, self.director, who):
            row.addWidget(said)
        row.addWidget(self.panels)

    def say_again(self, *, again: bool) -> None:
        """Of a replay: whether it is as it was, or decided again. What it is not takes a line of its own."""
        first = f"{REPLAY} · AGAIN" if again else REPLAY
        self.replay.setText(f"{first}\n{NOT_AS_SIGNED}" if self._not_as_signed else first)

    def show_site(self, site: str, director_mode: str) -> None:
        """Which site this is, how the director reacts."""
        self.site.say(site or "waiting for core")
        self.director.say(f"director: {director_mode}" if director_mode else "")

    def show_clock(self, words: str) -> None:
        """It keeps the room of its widest: by its last digit's edge a time is a pixel wider than another."""
        if words != self.clock.text():
            self.clock.setText(words)
            self.clock.setMinimumWidth(max(self.clock.minimumWidth(), self.clock.sizeHint().width()))

    def show_alert_counts(self, counts: Counts) -> None:
        """The alert boundary, with what it lost or refused."""
        parts = [f"alerts {counts.received}"]
        parts += [f"malformed {counts.malformed}"] if counts.malformed else []
        parts += [f"gaps {counts.lossy_gaps}"] if counts.lossy_gaps else []
        self.alerts.say(" · ".join(parts))

    def show_replayed_alerts(self, count: int) -> None:
        """Of a replay: how many had come by the moment that is shown."""
        self.alerts.say(f"alerts {count}")

    def show_engine(self, *, lost: bool, awaited: bool = False) -> None:
        """Whether the media engine is silent; ``awaited``: it has not spoken yet, and may still begin."""
        silent = "waiting for media engine" if awaited else "MEDIA ENGINE SILENT"
        self.warning.setStyleSheet(f"color: {theme.MUTED if awaited else theme.STATE_BAD}")
        self.warning.setText(silent if lost else "")


def _panels_button() -> QPushButton:
    button = QPushButton()
    button.setObjectName("panels")
    button.setIcon(QIcon(icon("panels", theme.TEXT, 2 * theme.ICON_PX)))
    button.setIconSize(QSize(theme.ICON_PX, theme.ICON_PX))
    button.setToolTip("Panels: show, hide, in a window of their own, as they were at first")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


class BottomBar(QWidget):
    """The last act in words, and the keys. What became of it goes with the next word, or after a while."""

    def __init__(self, parent: QWidget | None = None, *, hints: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(30)
        self.last_act = ElidedLabel("last_act")
        self.last_act.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.last_act.setMinimumWidth(LAST_ACT_PX)
        self._old = QTimer(self)
        self._old.setSingleShot(True)
        self._old.setInterval(LAST_ACT_STAYS_MS)
        self._old.timeout.connect(self._clear)
        self._is_refusal = False
        self.hints = KeyHints(hints)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(theme.SPACING_PX[4])
        row.addWidget(self.last_act, 1)
        row.addWidget(self.hints)

    def say(self, text: str, bad: bool) -> None:
        """Show what became of an act."""
        self.last_act.setStyleSheet(f"color: {theme.STATE_BAD if bad else theme.TEXT}")
        wanted_px = self.last_act.fontMetrics().horizontalAdvance(text) + theme.SPACING_PX[1]
        self.last_act.setMinimumWidth(max(LAST_ACT_PX, min(wanted_px, round(LAST_ACT_SHARE * self.width()))))
        self.last_act.say(text)
        self._is_refusal = bad
        self._old.start()

    def drop_refusal(self) -> None:
        """What was refused is possible now."""
        if self._is_refusal:
            self._clear()

    def _clear(self) -> None:
        self._is_refusal = False
        self._old.stop()
        self.last_act.setMinimumWidth(LAST_ACT_PX)
        self.last_act.say("")
