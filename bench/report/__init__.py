"""From what was measured to tables and pictures; nothing of it is written by hand."""
