"""Measure govkg beside what a publisher could pick instead. No part of the installed package."""
