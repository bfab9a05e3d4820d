"""A release: what publish writes and web reads. Immutable once it is named."""
