"""What a page is about, as schema.org says it: for search engines and harvesters."""
