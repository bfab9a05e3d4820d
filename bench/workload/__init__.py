"""What is asked of every system: queries, documents, pages, files."""
