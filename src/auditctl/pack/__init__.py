"""What an external auditor asks for, in one file: reports, records, evidence, and how to check that they are whole."""
