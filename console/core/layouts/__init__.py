"""The layouts family: what monitors start with, loading, saving, importing, and their table."""
