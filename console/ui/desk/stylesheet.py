"""The desk's one style sheet, built from the theme."""

from console.ui import theme

_SMALL, _BODY, _LARGE, _HEAD, _ = theme.FONT_SIZES_PX
_S1, _S2, _S3, _, _ = theme.SPACING_PX


def desk_stylesheet() -> str:
    """Qt style sheet of the whole desk window."""
    return f"""
QWidget {{
  background: {theme.BACKGROUND}; color: {theme.TEXT};
  font-family: "{theme.FONT_FAMILY}"; font-size: {_BODY}px;
}}
QSplitter::handle {{ background: {theme.BACKGROUND}; }}
QSplitter::handle:hover {{ background: {theme.LINE}; }}
#panel, #panel QLabel, #bar, #bar QLabel {{ background: {theme.SURFACE}; }}
QLabel#heading {{ color: {theme.MUTED}; font-size: {_SMALL}px; font-weight: 600; }}
QLabel#heading[has_keys="true"] {{ color: {theme.ACCENT}; text-decoration: underline; }}
QLabel#keys {{ font-size: {_SMALL}px; font-weight: 600; }}
QWidget#sheet {{ background: {theme.RAISED}; }}
QFrame#palette {{ background: {theme.RAISED}; border: 1px solid {theme.ACCENT}; }}
QFrame#palette QLabel, QFrame#palette QListView {{ background: {theme.RAISED}; }}
QLabel#muted {{ color: {theme.MUTED}; font-size: {_SMALL}px; }}
QLabel#more {{ background: {theme.SURFACE}; color: {theme.MUTED}; font-size: {_SMALL}px; }}
QLabel#more:hover {{ color: {theme.ACCENT}; }}
QFrame#choice, QFrame#choice QLabel {{ background: {theme.RAISED}; }}
QFrame#choice {{ border-left: 3px solid {theme.ACCENT}; }}
QLabel#choice {{ color: {theme.TEXT}; font-size: {_SMALL}px; border: none; }}
QLabel#empty {{ color: {theme.MUTED}; font-size: {_BODY}px; padding: {_S3}px; }}
QLabel#control_lost, QLabel#problems {{
  color: {theme.BACKGROUND}; font-weight: 600; padding: {_S1}px {_S3}px;
}}
QLabel#covers {{
  background: {theme.RAISED}; color: {theme.TEXT}; font-weight: 600; padding: {_S1}px {_S3}px;
  border-left: {_S1}px solid {theme.MUTED};
}}
QLabel#control_lost {{ background: {theme.STATE_BAD}; }}
QLabel#problems {{ background: {theme.STATE_ATTENTION}; }}
QLabel#replay {{
  background: {theme.STATE_BAD}; color: {theme.BACKGROUND}; font-size: {_HEAD}px; font-weight: 600;
  padding: {_S1}px {_S3}px;
}}
QLabel#replay_not_as_signed {{
  background: {theme.STATE_BAD}; color: {theme.BACKGROUND}; font-size: {_BODY}px; font-weight: 600;
  padding: 0px {_S3}px;
}}
QWidget#replay_frame {{ background: {theme.STATE_BAD}; }}
QLabel#clock {{ font-size: {_HEAD}px; font-weight: 600; }}
QLabel#site {{ font-size: {_LARGE}px; font-weight: 600; }}
QListView {{ background: {theme.SURFACE}; border: none; outline: none; font-size: {_BODY}px; }}
QListView#layouts::item {{ padding: {_S1}px {_S2}px; color: {theme.TEXT}; }}
QListView#layouts::item:selected {{ background: {theme.RAISED}; border: 1px solid {theme.ACCENT}; }}
QTabBar {{ background: {theme.SURFACE}; }}
QTabBar::tab {{
  background: {theme.SURFACE}; color: {theme.MUTED}; font-size: {_SMALL}px; font-weight: 600;
  padding: {_S1}px {_S2}px; border: none; border-bottom: 2px solid {theme.SURFACE};
}}
QTabBar::tab:selected {{ color: {theme.TEXT}; border-bottom-color: {theme.ACCENT}; }}
QTabBar::tab:hover {{ color: {theme.TEXT}; }}
QTabBar[has_keys="true"]::tab:selected {{ color: {theme.ACCENT}; background: {theme.RAISED}; }}
QTabBar::tab:focus {{ border: 1px solid {theme.ACCENT}; border-bottom-width: 2px; }}
QCheckBox {{ background: {theme.RAISED}; spacing: {_S1}px; }}
QCheckBox::indicator {{
  width: 14px; height: 14px; border: 1px solid {theme.MUTED}; background: {theme.BACKGROUND};
}}
QCheckBox::indicator:checked {{ background: {theme.TEXT}; border-color: {theme.TEXT}; }}
QCheckBox::indicator:indeterminate {{ background: {theme.LINE}; }}
QCheckBox::indicator:focus, QCheckBox::indicator:hover {{ border-color: {theme.ACCENT}; }}
QCheckBox:disabled {{ color: {theme.DISABLED}; }}
QListWidget::item {{ padding: {_S1}px {_S2}px; color: {theme.TEXT}; }}
QListWidget::item:selected {{ background: {theme.LINE}; }}
QTableView {{
  background: {theme.SURFACE}; border: none; outline: none;
  selection-background-color: {theme.LINE}; selection-color: {theme.TEXT};
}}
QHeaderView {{ background: {theme.RAISED}; border: none; }}
QHeaderView::section {{
  background: {theme.RAISED}; color: {theme.MUTED}; border: none; padding: {_S1}px 2px;
  font-size: {_SMALL}px;
}}
QLineEdit {{
  background: {theme.BACKGROUND}; border: 1px solid {theme.FIELD}; padding: {_S1}px {_S2}px;
  placeholder-text-color: {theme.MUTED};
  selection-background-color: {theme.ACCENT}; selection-color: {theme.BACKGROUND};
}}
QLineEdit:focus {{ border-color: {theme.ACCENT}; }}
QPlainTextEdit {{ background: {theme.SURFACE}; border: none; padding: {_S1}px; }}
QProgressBar {{ background: {theme.BACKGROUND}; border: 1px solid {theme.LINE}; max-height: {_S2}px; }}
QProgressBar::chunk {{ background: {theme.MUTED}; }}
QLabel#of {{ font-size: {_LARGE}px; font-weight: 600; }}
QPushButton {{
  background: {theme.RAISED}; border: 1px solid {theme.LINE}; padding: 6px {_S2}px; color: {theme.TEXT};
}}
QLabel#elapsed {{ font-size: {_LARGE}px; font-weight: 600; }}
QPushButton#transport {{ padding: 0; font-size: {_SMALL}px; }}
QPushButton#transport:checked {{ background: {theme.LINE}; border-color: {theme.TEXT}; }}
QPushButton#act {{ font-size: {_SMALL}px; }}
QPushButton#panels {{ padding: 2px; border-color: {theme.SURFACE}; background: {theme.SURFACE}; }}
QWidget#corner {{ background: {theme.RAISED}; }}
QPushButton#corner {{ padding: 0; border: 1px solid {theme.RAISED}; }}
QMenu {{ background: {theme.RAISED}; border: 1px solid {theme.LINE}; padding: {_S1}px 0px; }}
QMenu::item {{ background: {theme.RAISED}; padding: 6px 24px 6px 28px; }}
QMenu::indicator {{ left: {_S2}px; width: 12px; height: 12px; }}
QMenu::item:selected {{ background: {theme.LINE}; }}
QMenu::item:disabled {{ color: {theme.DISABLED}; }}
QMenu::separator {{ background: {theme.LINE}; height: 1px; margin: {_S1}px 0px; }}
QPushButton:hover, QPushButton:focus, QPushButton#panels:hover, QPushButton#panels:focus,
QPushButton#corner:hover {{ border-color: {theme.ACCENT}; }}
QPushButton:disabled {{ color: {theme.DISABLED}; background: {theme.SURFACE}; }}
QScrollBar:vertical {{ background: {theme.SURFACE}; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {theme.LINE}; min-height: 32px; }}
QScrollBar:horizontal {{ background: {theme.SURFACE}; height: 10px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {theme.LINE}; min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QDialog {{ border: 1px solid {theme.LINE}; background: {theme.RAISED}; }}
QWidget#sheet {{ background: {theme.RAISED}; }}
QDialog QLabel {{ background: {theme.RAISED}; }}
QToolTip {{ background: {theme.RAISED}; color: {theme.TEXT}; border: 1px solid {theme.LINE}; }}
"""
