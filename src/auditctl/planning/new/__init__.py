"""A new audit: from its entry in the programme, or from an earlier audit carried to new dates."""
