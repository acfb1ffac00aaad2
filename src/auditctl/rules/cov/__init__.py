"""Coverage over the years: COV."""
