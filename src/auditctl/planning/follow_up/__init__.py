"""The follow-up audit of what waits for verification: findings, sessions, days, auditors."""
