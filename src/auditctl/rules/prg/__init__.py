"""The audit programme: PRG."""
