"""A list's cut row is covered by what comes next, and a table ends with a whole row."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, QStringListModel, Qt
from PySide6.QtGui import QCursor, QStandardItemModel
from PySide6.QtWidgets import QApplication, QListView, QStyledItemDelegate, QTableView
from pytestqt.qtbot import QtBot

from console.ui.desk.whole_rows import EDGE_PX, WholeRows, WholeRowsFrame

ROW_PX = 100


class High(QStyledItemDelegate):
    """Rows in which several lines have room."""

    def __init__(self, view: QListView, row_px: int = ROW_PX) -> None:
        super().__init__(view)
        self._row_px = row_px

    def sizeHint(self, *_: object) -> QSize:  # type: ignore[override]
        return QSize(0, self._row_px)


@pytest.fixture
def rows(qtbot: QtBot, fonted_app: QApplication) -> Iterator[QListView]:
    made = QListView()
    qtbot.addWidget(made)
    made.setFrameShape(QListView.Shape.NoFrame)
    made.setModel(QStringListModel([f"row {number}" for number in range(8)], made))
    made.setItemDelegate(High(made))
    made.resize(200, 3 * ROW_PX)
    made.show()
    yield made


def line_px(more: WholeRows) -> int:
    return more.fontMetrics().lineSpacing()


def cover(rows: QListView, height: int, gap_px: int = 0) -> WholeRows:
    """The cover of a view so high beside the line that is left free below."""
    more = WholeRows(rows, gap_px)
    more.ensurePolished()
    rows.resize(200, height + line_px(more))
    rows.grab()
    return more


def test_nothing_is_covered_where_all_rows_are_whole(rows: QListView) -> None:
    more = WholeRows(rows)
    rows.resize(200, 8 * ROW_PX)
    rows.grab()
    assert not more.isVisible() and rows.viewport().height() == 8 * ROW_PX


@pytest.mark.parametrize("height", [*range(120, 8 * ROW_PX, 7), 7 * ROW_PX, 2 * ROW_PX])
def test_at_each_height_rows_are_whole_and_how_many_more_there_are_is_said(
    rows: QListView, height: int
) -> None:
    more = WholeRows(rows)
    rows.resize(200, height)
    rows.grab()
    assert more.isVisible() and more.text(), "also in the lowest room"
    whole = len(more.seen())
    assert more.seen() == range(whole) and whole * ROW_PX <= height
    assert more.geometry().top() in (whole * ROW_PX, whole * ROW_PX - EDGE_PX)
    assert more.geometry().bottom() == rows.rect().bottom()
    named = more.text().count("row")
    assert named == 8 - whole or more.text().endswith(f"{8 - whole - named} more")


def test_the_row_that_has_the_keys_is_never_covered(rows: QListView) -> None:
    more = cover(rows, 2 * ROW_PX + 60)
    for row in range(8):
        rows.setCurrentIndex(rows.model().index(row, 0))
        rows.grab()
        assert row in more.seen()


def test_a_list_whose_rows_come_to_fit_leaves_nothing_free(rows: QListView) -> None:
    cover(rows, 2 * ROW_PX + 60)
    assert rows.viewport().height() < rows.height()
    rows.setModel(QStringListModel(["row 0", "row 1"], rows))
    rows.grab()
    assert rows.viewport().height() == rows.height()


@pytest.mark.parametrize(
    ("cut_px", "said"),
    [
        (2, "6 more"),
        (10, "6 more"),
        (36, "row 2 row 3 4 more"),
        (60, "row 2 row 3 row 4 3 more"),
        (95, "row 2 row 3 row 4 row 5 row 6 1 more"),
    ],
)
def test_as_many_of_the_next_ones_are_named_as_have_room(rows: QListView, cut_px: int, said: str) -> None:
    more = cover(rows, 2 * ROW_PX + cut_px)
    lines = more.height() // more.fontMetrics().lineSpacing()
    named = said.count("row")
    assert more.isVisible() and more.geometry().top() == 2 * ROW_PX - EDGE_PX
    assert more.geometry().bottom() == rows.rect().bottom()
    assert " ".join(more.text().split()) == said, f"{lines} lines"
    assert not named or named == lines - 1


def test_rows_of_another_kind_than_a_name_are_counted_alone(rows: QListView) -> None:
    more = WholeRows(rows, counts_only=True)
    for cut_px in (2, 36, 60, 95):
        rows.resize(200, 2 * ROW_PX + cut_px)
        rows.show()
        rows.grab()
        assert more.text() == f"{8 - len(more.seen())} more"


def test_the_last_ones_are_named_without_a_number(rows: QListView) -> None:
    rows.setModel(QStringListModel(["row 0", "row 1", "row 2"], rows))
    assert cover(rows, 2 * ROW_PX + 60).text() == "row 2"


def test_a_gap_below_a_row_may_be_cut(rows: QListView) -> None:
    more = cover(rows, 3 * ROW_PX - 6, gap_px=6)
    assert more.seen() == range(3) and more.geometry().top() == 3 * ROW_PX - 6
    rows.resize(200, rows.height() - 1)
    rows.grab()
    assert more.seen() == range(2)


def test_the_only_row_in_view_is_never_covered(rows: QListView) -> None:
    more = cover(rows, ROW_PX - 20)
    assert more.seen() == range(1) and more.text() == "7 more"
    assert more.geometry().top() == ROW_PX - 20


def test_a_long_name_is_cut(rows: QListView) -> None:
    rows.setModel(QStringListModel(["row 0", "row 1", "w" * 90, "row 3", "row 4", "row 5", "row 6"], rows))
    more = cover(rows, 2 * ROW_PX + 60)
    assert more.text().splitlines()[0].endswith("…")
    assert more.fontMetrics().horizontalAdvance(more.text().splitlines()[0]) < more.width()


def test_a_click_goes_a_page_on_and_scrolling_moves_the_cover(rows: QListView, qtbot: QtBot) -> None:
    more = cover(rows, 2 * ROW_PX + 60)
    qtbot.mousePress(more, Qt.MouseButton.LeftButton)
    assert rows.verticalScrollBar().value() == 2
    rows.grab()
    assert more.text().splitlines()[0] == "row 4"
    rows.verticalScrollBar().setValue(rows.verticalScrollBar().maximum())
    rows.grab()
    assert not more.isVisible()


def test_the_line_is_lit_while_the_pointer_is_on_it_though_the_line_moves(
    rows: QListView, qtbot: QtBot
) -> None:
    more = cover(rows, 2 * ROW_PX + 95)
    qtbot.mouseRelease(rows.viewport(), Qt.MouseButton.LeftButton)  # whatever another test holds
    window = rows.window().windowHandle()
    qtbot.waitUntil(window.isExposed)
    QCursor.setPos(rows.mapToGlobal(QPoint(50, 10)))
    qtbot.waitUntil(rows.underMouse)
    QCursor.setPos(rows.mapToGlobal(QPoint(50, 2 * ROW_PX + 20)))
    qtbot.waitUntil(more.underMouse)
    assert window.cursor().shape() == Qt.CursorShape.PointingHandCursor
    for row_px, lit in ((ROW_PX - 10, False), (ROW_PX, True), (ROW_PX - 10, False)):
        rows.setItemDelegate(High(rows, row_px))
        rows.grab()
        assert more.rect().contains(more.mapFromGlobal(QCursor.pos())) is lit
        qtbot.waitUntil(lambda lit=lit: more.underMouse() is lit)  # type: ignore[misc]
        shape = Qt.CursorShape.PointingHandCursor if lit else Qt.CursorShape.ArrowCursor
        assert window.cursor().shape() == shape


@pytest.mark.parametrize("height", [200, 211, 239, 240, 10])
def test_a_table_ends_with_a_whole_row(qtbot: QtBot, fonted_app: QApplication, height: int) -> None:
    table = QTableView()
    model = QStandardItemModel(30, 2, table)
    table.setModel(model)
    table.verticalHeader().setDefaultSectionSize(24)
    frame = WholeRowsFrame(table, 24)
    qtbot.addWidget(frame)
    frame.resize(300, height)
    frame.show()
    inside = table.viewport().height()
    assert inside % 24 == 0 and inside >= 24
    assert table.width() == 300
    if height > 100:
        assert height - 24 < table.height() <= height
