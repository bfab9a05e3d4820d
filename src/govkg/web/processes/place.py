"""What a web process has in common with those beside it."""

import socket
from dataclasses import dataclass

from govkg.web.operating.ledger import Ledger, Page


@dataclass(frozen=True, slots=True)
class Place:
    """One of several processes, by its *number* from 0.

    Workers are asked through *door*; what all processes count stands in *ledger*.
    """

    number: int
    door: socket.socket
    ledger: Ledger

    @property
    def page(self) -> Page:
        """What was counted in this place."""
        return self.ledger.pages[self.number]
