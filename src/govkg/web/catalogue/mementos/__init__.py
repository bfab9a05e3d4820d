"""Entities as they were (Memento, RFC 7089), from the history of releases."""
