"""Which parts an edit touches: the work that is left when most of it was done before."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from govkg.validation.parts.outline import Outline
from govkg.validation.parts.results import KeptPart


def touched_parts(
    before: Mapping[str, KeptPart], after: Mapping[str, Outline], everywhere: AbstractSet[int]
) -> set[str]:
    """Give the digests, among *after*, of parts whose results may be others than those *before*.

    Nodes *everywhere* are looked at by every part.
    """
    fresh = after.keys() - before.keys()
    gone = [part.outline for digest, part in before.items() if digest not in after]
    new = [after[digest] for digest in fresh]
    changed = {
        *(node for node, _ in _differing(gone, new, "nodes")),
        *(value for _, value in _differing(gone, new, "edges")),
    }
    if not changed.isdisjoint(everywhere):
        return set(after)
    kept = {digest: before[digest] for digest in after.keys() - fresh}
    turned = dict(_differing(gone, new, "targets"))
    for part in kept.values():
        # What another part makes a target as well, remains one.
        for key in turned.keys() & part.outline.targets.firsts:
            del turned[key]
    homes = set(turned.values())
    return fresh | {
        digest
        for digest, part in kept.items()
        if not changed.isdisjoint(part.touched)
        or not homes.isdisjoint(part.outline.nodes.firsts)
        or not homes.isdisjoint(part.strays)
    }


def _differing(
    before: Iterable[Outline], after: Iterable[Outline], name: str
) -> set[tuple[int, int]]:
    """Give the pairs of one kind that stand on one side only."""
    gone = {pair for outline in before for pair in getattr(outline, name)}
    new = {pair for outline in after for pair in getattr(outline, name)}
    return gone ^ new
