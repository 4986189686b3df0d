"""What an act says that has nothing to work on: how to select it, by mouse and by key."""

from console.domain.operator_commands.table import key_of

SELECT_CELL = (
    f"Select a cell of the wall first: click it in a miniature, or {key_of('select-tile')} and its letter."
)
SELECT_CAMERA = (
    f"Select a camera first: click it in the list or on the map, or {key_of('search')} and its name."
)
SELECT_INCIDENT = (
    f"Select an incident first: click its card or its sign on the map, or {key_of('focus-incidents')}."
)
_IN_ITS_LIST = f"first: click it in its list, or {key_of('focus-layouts')} and the arrows."
"""That key goes from list to list."""
SELECT_LAYOUT = f"Select a layout {_IN_ITS_LIST}"
SELECT_PRESET = f"Select a wall preset {_IN_ITS_LIST}"
SELECT_TOUR = f"Select a tour {_IN_ITS_LIST}"
