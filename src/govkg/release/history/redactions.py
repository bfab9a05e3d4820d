"""What was taken out of all releases, and what that is found by."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pydantic import BaseModel, ConfigDict

REDACT: Final = "redact"
"""The action of the activation that goes with it."""

_LITERAL: Final = re.compile(r'"(?:[^"\\]|\\.)*"')


class Redaction(BaseModel):
    """Everything in which *iri*, or one of its fragments, stands was taken out for a *reason*."""

    model_config = ConfigDict(frozen=True)

    iri: str
    reason: str

    def touches(self, line: str) -> bool:
        """Say whether a line of N-Triples or N-Quads names it; what a literal says does not count.

        >>> redaction = Redaction(iri="http://e/a", reason="")
        >>> redaction.touches("<http://e/b> <http://e/p> <http://e/a#x> .")
        True
        >>> redaction.touches('<http://e/b> <http://e/p> "<http://e/a>" .')
        False
        """
        if f"<{self.iri}" not in line:
            return False
        bare = _LITERAL.sub('""', line)
        return f"<{self.iri}>" in bare or f"<{self.iri}#" in bare

    def without(self, lines: Iterable[str]) -> Iterator[str]:
        """Give the lines that may stay."""
        return (line for line in lines if not self.touches(line))
