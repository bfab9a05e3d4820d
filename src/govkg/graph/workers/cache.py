"""Answers that were given before: the same question about the same release has the same answer."""

from collections import OrderedDict
from typing import Final

from govkg.graph.sparql.evaluation import Answer

_SHARE: Final = 8
"""One answer may take this fraction of the cache."""


class AnswerCache:
    """A bounded memory of answers, the least recently used forgotten first."""

    def __init__(self, size: int) -> None:
        """Keep at most *size* bytes of bodies."""
        self._limit = size
        self._size = 0
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def get(self, key: str) -> Answer | None:
        """Give the answer kept under *key*."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: str, answer: Answer) -> None:
        """Keep *answer*, unless it is a file or too large."""
        if answer.file is not None or answer.size > self._limit // _SHARE or key in self._answers:
            return
        self._answers[key] = answer
        self._size += answer.size
        while self._size > self._limit:
            _, forgotten = self._answers.popitem(last=False)
            self._size -= forgotten.size
