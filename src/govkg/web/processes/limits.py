"""Requests of a client are counted once, whichever process answers them."""

import time
from collections.abc import Mapping
from typing import Any, Final

from govkg.errors import QueryBrokenError
from govkg.graph.workers.sharing import Errand, SharedWorkers
from govkg.web.catalogue.limiting import Hear, Limiter, Verdict

COUNTING: Final = "count a request"
"""The name of the errand."""


def count_for_all(limit: str) -> Errand:
    """Give what counts in the process that has the workers."""
    limiter = Limiter(limit)

    def count(client: str) -> Mapping[str, Any]:
        return limiter.count(client)._asdict()

    return count


def counted_elsewhere(workers: SharedWorkers) -> Hear:
    """Give what has requests counted there. While nobody counts, all are allowed."""

    async def hear(client: str) -> Verdict:
        try:
            return Verdict(**await workers.run_errand(COUNTING, client))
        except QueryBrokenError:
            return Verdict(allowed=True, remaining=0, reset=time.time())

    return hear
