"""How this program starts its own modules as processes."""

OWN_CODE = ("-P", "-m")
"""Options of Python. Without ``-P`` a folder ``console`` where the program was started would run instead."""
