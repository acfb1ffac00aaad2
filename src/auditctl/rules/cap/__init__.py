"""Corrective action: what it answers, its cause, its plan, its days, its effect."""
