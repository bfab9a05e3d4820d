"""How long the first reader of a page waits: every type of page, the largest of each."""
