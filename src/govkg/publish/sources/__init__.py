"""Data files: what they say, and where; kept from one reading to the next."""
