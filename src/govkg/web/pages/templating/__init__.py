"""How what pages show becomes HTML: the templates, and the filters that they are written with."""
