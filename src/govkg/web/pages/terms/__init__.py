"""How a page calls resources and shows terms."""
