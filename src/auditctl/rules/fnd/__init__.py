"""Findings: what is said, held against what, graded how, answered by whom."""
