"""Incident packages: made of what was recorded, checked, shown, and taken out of again."""
