"""Triple Pattern Fragments (Hydra, Linked Data Fragments): queries without a query engine here."""
