"""What was promised and what was reported: each by itself, and in lists."""
