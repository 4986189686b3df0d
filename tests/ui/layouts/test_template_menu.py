"""A template is seen before it is taken."""

from PySide6.QtWidgets import QApplication

from console.protocol.layout_file import shipped_layouts
from console.ui.layouts.template_menu import small_grid


def test_each_grid_looks_like_itself(fonted_app: QApplication) -> None:
    layouts = shipped_layouts()
    pictures = {bytes(_pixels(name)) for name in layouts}
    assert len(pictures) == len(layouts)


def _pixels(name: str) -> bytes:
    image = small_grid(shipped_layouts()[name]).pixmap(32, 18).toImage()
    return bytes(
        image.pixelColor(x, y).alpha() > 0 for y in range(image.height()) for x in range(image.width())
    )
