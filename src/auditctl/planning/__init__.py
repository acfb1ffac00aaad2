"""The plan of an audit as people read it."""
