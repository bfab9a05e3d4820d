"""Serve a release over HTTP. Reads releases, never writes one."""
