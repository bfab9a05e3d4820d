"""From data files to a release."""
