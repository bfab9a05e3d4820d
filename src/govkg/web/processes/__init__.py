"""Several processes that answer on one address, with the same workers and one sum of counts."""
