"""Evidence on the command line."""
