"""A graph in parts, one a source: each checked with what it touches, when that changed."""
