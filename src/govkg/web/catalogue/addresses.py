"""Absolute addresses on this server, for what is read apart from it: sitemaps, feeds, dumps."""

from fastapi import Request


def public_url(request: Request) -> str:
    """Give the address under which the server is asked, without a slash at its end."""
    return str(request.base_url).rstrip("/")
