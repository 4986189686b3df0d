"""Recorded packets in place of a camera's: read from movies, handed over when a replay's clock is there."""
