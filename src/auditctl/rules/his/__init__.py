"""What the history of git tells: what vanished, what was written down late, and by whom."""
