"""The media worker: RTSP sessions, rings, decoders, its frame files."""
