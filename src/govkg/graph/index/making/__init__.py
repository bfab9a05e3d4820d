"""Make an index: of all that a release says, or from the one before and what changed."""
