"""The owner of every fact: one loop over a numbered input log."""
