"""Facts and decisions: frozen dataclasses, ids, units, errors. No input or output."""
