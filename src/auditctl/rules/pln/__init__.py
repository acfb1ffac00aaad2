"""The plan of an audit: PLN."""
