"""Packets of a stream's ring on disk: remuxed into movies with an index each, never encoded again."""
