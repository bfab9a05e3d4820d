"""Figures in words and pictures."""
