"""One full-screen window for each monitor of the wall."""
