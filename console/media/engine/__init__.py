"""The media engine: what is shown decides what is decoded, and where."""
