"""Replay: a recorded log fed again under a clock that people hold."""
