"""Commitments as a tidy table: its columns, its rows, its codebook, and the same as Parquet."""
