"""Sessions walked on the command line."""
