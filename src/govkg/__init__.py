"""govkg publishes what governments promise as linked data that can be queried."""
