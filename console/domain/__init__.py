"""Facts and decisions: immutable records, ids, units, errors. No input or output."""
