"""The tours family: cameras that a cell shows one after the other; kept under names, and run in cells."""
