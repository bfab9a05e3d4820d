"""Where the server is, as its clients see it: behind proxies, below a prefix, in a language."""
