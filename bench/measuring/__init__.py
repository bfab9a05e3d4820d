"""Ask every system the same, by turns, and write down how long it took."""
