"""The layout editor: a window beside the desk, where a layout is drawn and filled before anybody sees it."""
