"""RTSP in, pictures out: the engine (the plan) and the workers (sessions, decoders, frame files)."""
