"""Answers that were given before."""

from govkg.graph.sparql.evaluation import Answer
from govkg.graph.workers.cache import AnswerCache


def answer(size: int) -> Answer:
    """Make an answer of *size* bytes."""
    return Answer("text/csv", b"x" * size, size)


def test_what_was_kept_is_given() -> None:
    """The same answer again."""
    cache = AnswerCache(1000)
    cache.put("a", answer(10))
    assert cache.get("a") == answer(10)
    assert cache.get("b") is None


def test_the_cache_stays_within_its_bytes() -> None:
    """The least recently used is forgotten first."""
    cache = AnswerCache(800)
    for name in "abcdefgh":
        cache.put(name, answer(100))
    cache.get("a")
    cache.put("i", answer(100))
    assert cache.get("b") is None
    assert cache.get("a") is not None


def test_neither_files_nor_large_answers_are_kept() -> None:
    """One answer must not push out all the others."""
    cache = AnswerCache(800)
    cache.put("large", answer(101))
    cache.put("file", Answer("text/csv", b"", 10, file=3))
    assert cache.get("large") is None
    assert cache.get("file") is None
