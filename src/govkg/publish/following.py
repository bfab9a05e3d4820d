"""Tell what a project says by what changed since the release before, without reading the rest."""

from typing import Final

from govkg.errors import ReleaseError
from govkg.graph.dumps import has_blank_nodes
from govkg.publish.checking import Reading
from govkg.publish.sources.kept import KeptSources
from govkg.release.canonical import canonical_form
from govkg.release.layout import Layout
from govkg.release.pieces import Cut, PackedDump, cut, ranges, read_pieces, touched

MOST: Final = 20_000
"""How many lines the sources that changed may have; where it is more, all are read."""


def follow_content(reading: Reading, previous: Layout, kept: KeptSources) -> list[Cut] | None:
    """Cut what *reading* says, given a *previous* release and what is *kept* of its sources.

    ``None``: nothing can be told so.
    """
    made = kept.made(previous.folder.name)
    present = made_of(reading)
    if not made or not present:
        return None
    sources = reading.published
    gone = [key for graph, key in made.items() if present.get(graph) != key]
    fresh = [source for source in sources if made.get(source.graph) != source.key]
    before = [kept.kept_lines(key) for key in gone]
    after = [source.lines for source in fresh]
    known = [lines for lines in before if lines is not None]
    if len(known) < len(before) or sum(map(len, (*known, *after))) > MOST:
        return None
    old, new = (set(canonical_form(lines.encoded for lines in found)) for found in (known, after))
    if has_blank_nodes(b"\n".join((*old, *new))):
        return None  # their names depend on all that has some
    try:
        return _changed(previous, old - new, new - old)
    except ReleaseError:
        return None


def made_of(reading: Reading) -> dict[str, str]:
    """Give the keys of what was read by the graph that each is; nothing, where one is not one."""
    sources = reading.published
    made = {source.graph: source.key for source in sources}
    return made if len(made) == len(sources) and "" not in made else {}


def _changed(previous: Layout, removed: set[bytes], added: set[bytes]) -> list[Cut] | None:
    """Cut the lines of a release again where some are *removed* and some *added*."""
    known = read_pieces(previous.pieces)
    subjects = {_subject(line) for line in (*removed, *added)}
    places = ranges(touched([piece.start for piece in known.pieces], subjects))
    stay = [Cut(one.start, one.digest, one.length, one.quads, None) for one in known.pieces]
    cuts: list[Cut] = []
    done, found, came = 0, 0, 0
    dump = PackedDump(previous.canonical, known)
    try:
        for place in places:
            lines = {line for number in place for line in dump.lines(number)}
            ours = [line for line in added if _belongs(line, stay, place)]
            found += len(lines & removed)
            came += len(set(ours) - lines)
            cuts += stay[done : place.start]
            cuts += cut(sorted((lines - removed).union(ours)))
            done = place.stop
    finally:
        dump.close()
    if found < len(removed) or came < len(added):
        return None  # it was made of something else
    return cuts + stay[done:]


def _subject(line: bytes) -> str:
    return line[: line.index(b" ")].decode()


def _belongs(line: bytes, pieces: list[Cut], places: range) -> bool:
    subject = _subject(line)
    first = places.start == 0 or pieces[places.start].start <= subject
    return first and (places.stop >= len(pieces) or subject < pieces[places.stop].start)
