"""Data for other programs, in their formats."""
