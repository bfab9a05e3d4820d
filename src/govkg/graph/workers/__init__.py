"""Evaluate queries in processes of their own, which can be stopped, bounded and replaced.

What stops a query is killing its process. One *template* process holds the store of the active
release in memory and forks the *workers*; the *scheduler* decides whose query runs next.

::

    server process                template process           worker processes
    Workers ── fork, by packet ──> template ── os.fork ──────> work
       └── question and answer, by packet and file descriptor ──┘
"""
