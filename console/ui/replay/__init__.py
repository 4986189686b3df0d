"""What windows have in a replay alone: the transport with its timeline, its keys, the red frame."""
