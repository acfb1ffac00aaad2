"""Evidence: EVD."""
