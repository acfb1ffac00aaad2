"""New records as files: layout, rendering, judging before writing, exclusive creation."""
