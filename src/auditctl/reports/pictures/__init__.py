"""The pictures of reports: one module each, from the records to a view with its numbers and its drawing."""
