"""Recorded logs fed again: slices of the log as files, and whether a replay comes to what was recorded."""
