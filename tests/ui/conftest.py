"""What every test of a window shares: the product's fonts. The screen is the suite's virtual one."""

import os

import pytest
from PySide6.QtWidgets import QApplication

from console.ui.fonts import load_fonts

os.environ.setdefault("QT_ENABLE_HIGHDPI_SCALING", "0")


@pytest.fixture(scope="session")
def fonted_app(qapp: QApplication) -> QApplication:
    """The application with the vendored fonts loaded."""
    load_fonts()
    return qapp
