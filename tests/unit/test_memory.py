"""What was made before."""

from govkg.memory import BoundedMemory


def test_what_was_kept_is_given() -> None:
    """The same answer again."""
    memory = BoundedMemory[str](1000)
    memory.put("a", "anything", 10)
    assert memory.get("a") == "anything"
    assert memory.get("b") is None


def test_the_memory_stays_within_its_bytes() -> None:
    """The least recently used is forgotten first."""
    memory = BoundedMemory[str](800)
    for name in "abcdefgh":
        memory.put(name, name, 100)
    memory.get("a")
    memory.put("i", "i", 100)
    assert memory.get("b") is None
    assert memory.get("a") == "a"


def test_what_is_large_is_not_kept() -> None:
    """One item must not push out all the others."""
    memory = BoundedMemory[str](800)
    memory.put("large", "large", 101)
    assert memory.get("large") is None
