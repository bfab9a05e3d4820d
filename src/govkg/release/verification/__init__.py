"""Whether a release is still what it was when it was written.

`checksums` reads each file once, which is what the server does before it serves a release;
`recomputation` makes everything anew that follows from the canonical dump; `mending` puts right
what can be.
"""
