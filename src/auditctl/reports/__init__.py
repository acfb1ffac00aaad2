"""Reports: from records to frozen views, and from views through templates to Markdown and HTML."""
