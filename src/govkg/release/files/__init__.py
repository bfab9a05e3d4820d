"""The public files of a release beside its dumps' formats: tables, their codebook, statistics."""
