"""The organisation as the files describe it: reporting lines, owners, requirements, the SoA."""
