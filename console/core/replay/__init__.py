"""Replay: a recorded log as files, fed again under a clock that people hold, and compared with what was."""
