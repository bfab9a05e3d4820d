"""Every statement in one table: chosen, counted, sorted, a page at a time."""
