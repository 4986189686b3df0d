"""Other people's engines, each showing the same tiles in a process of its own, for ``bench --peers``."""
