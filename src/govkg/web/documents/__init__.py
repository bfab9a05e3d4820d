"""One document for each entity, in every format."""
