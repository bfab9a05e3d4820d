"""Releases, active or not: what each changed, who vouches for it, what was served when."""
