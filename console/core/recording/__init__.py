"""The recordings family: what is kept on disk, since when and until when."""
