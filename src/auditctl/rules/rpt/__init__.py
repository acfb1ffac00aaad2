"""The report: what it needs before it is issued, and that nothing changes after."""
