"""The systems that are measured side by side, each started on a free port of the loopback."""
