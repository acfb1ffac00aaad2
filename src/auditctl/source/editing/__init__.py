"""How an edit by route becomes the text that stands in the file; `source.editor` is its door."""
