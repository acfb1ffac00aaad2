"""A conflict-free, competent, balanced plan for an audit; or why there is none, and the ways out."""
