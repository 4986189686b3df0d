"""Pure decisions: who sees a point, which cell takes a feed. Time is passed in."""
