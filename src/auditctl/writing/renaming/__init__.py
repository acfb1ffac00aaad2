"""A new id for a record: the file and every reference, proven before it is written."""
