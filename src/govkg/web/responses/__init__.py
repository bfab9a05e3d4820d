"""Responses on their way out: made once, named by validators, kept, or told as failures."""
