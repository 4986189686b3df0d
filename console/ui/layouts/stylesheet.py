"""What the editor's window has beside the desk's style sheet: fields, menus, tool buttons."""

from console.ui import theme

_SMALL, _BODY, _LARGE, _, _ = theme.FONT_SIZES_PX
_S1, _S2, _S3, _, _ = theme.SPACING_PX


def editor_stylesheet() -> str:
    """Qt style sheet of the editor's window; its parent's holds as well."""
    return f"""
QWidget#form, QWidget#form QWidget {{ background: {theme.SURFACE}; }}
QWidget#bar QPushButton, QWidget#form QPushButton {{ padding: {_S1}px {_S2}px; }}
QWidget#bar QPushButton::menu-indicator {{ image: none; }}
QPushButton#save {{ border-color: {theme.ACCENT}; }}
QSpinBox, QWidget#form QLineEdit, QWidget#form QComboBox {{
  background: {theme.BACKGROUND}; border: 1px solid {theme.LINE}; padding: {_S1}px {_S2}px;
  selection-background-color: {theme.ACCENT}; selection-color: {theme.BACKGROUND};
}}
QSpinBox:focus, QWidget#form QLineEdit:focus, QWidget#form QComboBox:focus,
QWidget#form QPlainTextEdit:focus {{ border-color: {theme.ACCENT}; }}
QWidget#form QPushButton {{ background: {theme.RAISED}; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QComboBox QAbstractItemView {{
  background: {theme.RAISED}; color: {theme.TEXT}; border: 1px solid {theme.LINE}; outline: none;
  selection-background-color: {theme.LINE}; selection-color: {theme.TEXT};
}}
QWidget#form QPlainTextEdit {{ background: {theme.BACKGROUND}; border: 1px solid {theme.LINE}; }}
QCheckBox {{ spacing: {_S2}px; padding: 2px 0; }}
QMenu {{ background: {theme.RAISED}; border: 1px solid {theme.LINE}; padding: {_S1}px 0; }}
QMenu::item {{ background: transparent; padding: {_S1}px {_S3}px; }}
QMenu::item:selected {{ background: {theme.LINE}; }}
QMenu::separator {{ height: 1px; background: {theme.LINE}; margin: {_S1}px 0; }}
QLabel#cell {{ font-size: {_LARGE}px; font-weight: 600; }}
QLabel#notice {{ color: {theme.STATE_ATTENTION}; }}
QWidget#offer, QWidget#offer QLabel {{ background: {theme.RAISED}; }}
"""
