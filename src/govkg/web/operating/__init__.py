"""For those who run a server: whether it is ready, what it measures, what it writes down."""
