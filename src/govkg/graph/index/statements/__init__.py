"""Statements in the order of speaking, their figures, and what they can be chosen by."""
