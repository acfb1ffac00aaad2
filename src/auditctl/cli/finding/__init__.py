"""Findings on the command line."""
