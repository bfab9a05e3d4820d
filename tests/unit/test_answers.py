"""Answers that came as files, and are small enough to be kept."""

import os

import pytest

from govkg.graph.sparql.evaluation import Answer
from govkg.web.query.answers import held


def file_of(size: int) -> int:
    """Make an unlinked file of *size* bytes."""
    file = os.memfd_create("answer")
    os.write(file, b"x" * size)
    return file


def test_an_answer_that_came_as_a_file_is_held_in_memory() -> None:
    """Its file is closed."""
    file = file_of(100_000)
    answer = held(Answer("text/csv", b"", 100_000, file=file))
    assert answer == Answer("text/csv", b"x" * 100_000, 100_000)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(file)


def test_a_large_answer_stays_a_file() -> None:
    """Memory is for what many ask for."""
    size = 2 * 1024**2
    answer = Answer("text/csv", b"", size, file=file_of(size))
    assert held(answer) is answer
    assert answer.file is not None
    os.close(answer.file)
