"""Corrective actions on the command line."""
