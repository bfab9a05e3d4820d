"""What is asked for stands for all that could be."""

from bench.generation.outline import Outline, Scale
from bench.workload.requests import commitments

_NUMBER = 5_000
_OUTLINE = Outline(Scale(_NUMBER, sources=100))


def test_every_commitment_is_drawn_once() -> None:
    drawn = commitments(_OUTLINE, start=0, number=2 * _NUMBER)
    assert len(drawn) == len(set(drawn)) == _NUMBER
    assert commitments(_OUTLINE, start=700, number=5) == drawn[700:705]


def test_large_events_have_their_share_of_what_is_drawn() -> None:
    largest = max(range(len(_OUTLINE)), key=_OUTLINE.sizes.__getitem__)
    slug = _OUTLINE.event(largest).slug
    drawn = commitments(_OUTLINE, start=0, number=1_000)
    share = sum(path.split("/")[2] == slug for path in drawn) / len(drawn)
    assert abs(share - _OUTLINE.sizes[largest] / _NUMBER) < 0.02
    assert len({path.split("/")[2] for path in drawn}) > len(_OUTLINE) / 2
