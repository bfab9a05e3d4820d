"""Validation as others see it: the reports of releases, the rules, a check for anyone."""
