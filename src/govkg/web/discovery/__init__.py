"""Ways to a statement beside its own address: the table of all, search, references to cite."""
