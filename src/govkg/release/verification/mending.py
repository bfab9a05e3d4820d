"""Put right what can be made anew from the canonical dump: other files, store, columns, index.

So a release stays of use when a file is damaged, and when a later Oxigraph cannot read its store.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import RdfFormat, parse

from govkg.errors import ReleaseError
from govkg.formats import SOURCE_FORMATS, TRIG
from govkg.graph.columns.building import build_columns
from govkg.graph.columns.statements import open_statements
from govkg.graph.dumps import open_dump
from govkg.graph.index import PROPERTIES, Index, build_index
from govkg.graph.index.making.columns import gather_columns
from govkg.graph.store import build_store, open_store
from govkg.release.activation import active_id
from govkg.release.canonical import read_encoded, sorted_lines
from govkg.release.files.dumps import write_dumps
from govkg.release.layout import UNFINISHED, Layout, point_to, replace_folder
from govkg.release.manifest import Manifest, read_manifest
from govkg.release.pieces import Cut, cut
from govkg.release.upkeep.rewriting import rewrite
from govkg.release.verification.checksums import (
    Damage,
    damages,
    describe,
    has_checksum,
    write_checksums,
)
from govkg.release.verification.recomputation import check_id, written_again


def mend(layout: Layout, *, anew: bool = False) -> bool:
    """Make a release whole, and say whether anything had to be done; for the only writer.

    With *anew*, store, index and columns are made anew in any case.

    Raises:
        ReleaseError: something is damaged that follows from nothing that is left.
    """
    found = list(damages(layout))
    if not (found or anew) and is_readable(layout):
        return False
    manifest = read_manifest(layout.manifest)
    work = layout.folder.with_name(f"{UNFINISHED}mending")
    fresh = Layout(work / layout.folder.name)
    try:
        # Links share the bytes: a file is removed before it is written anew.
        shutil.copytree(layout.folder, fresh.folder, copy_function=os.link)
        if anew:
            shutil.rmtree(fresh.store, ignore_errors=True)
            shutil.rmtree(fresh.columns, ignore_errors=True)
            fresh.index.unlink(missing_ok=True)
        left = _repair(fresh, manifest, found)
        if left:
            raise ReleaseError(f"{describe(layout, left)}; publish the same content again")
        write_checksums(fresh)
        _put(layout, fresh.folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return True


def remake(layout: Layout) -> None:
    """Make a release anew from its canonical dump; its checksums are not asked.

    Raises:
        ReleaseError: the dump is not what the id stands for.
    """
    complaints = list(check_id(layout))
    if complaints:
        raise ReleaseError(f"{complaints[0]}; publish the same content again")
    work = layout.folder.with_name(f"{UNFINISHED}mending")
    try:
        rewrite(layout, Layout(work), None, layout.folder.name)
        _put(layout, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _put(layout: Layout, fresh: Path) -> None:
    replace_folder(layout.folder, fresh)
    if active_id(layout.folder.parent) == layout.folder.name:
        point_to(layout.folder.parent, layout.folder.name)  # servers look at it again


def _repair(fresh: Layout, manifest: Manifest, found: Iterable[Damage]) -> list[Damage]:
    """Make anew what is damaged; give what could not be."""
    left = {damage.name: damage for damage in found}
    for name in [name for name in left if left[name].is_strange]:
        (fresh.folder / name).unlink()
        del left[name]
    _restore_canonical(fresh, manifest)
    left.pop(_name(fresh, fresh.canonical), None)
    dumps = {_name(fresh, path) for path in (fresh.pieces, *map(fresh.dump, SOURCE_FORMATS))}
    if left.keys() & dumps:
        with _dumps_again(cut(read_encoded(fresh.canonical))) as again:
            _take(fresh, again, left)
    if left.keys() & dumps:
        return list(left.values())
    of_store = [name for name in left if name.startswith(f"{fresh.store.name}/")]
    if of_store or not _reads(open_store, fresh.store):
        shutil.rmtree(fresh.store, ignore_errors=True)
        fresh.store.mkdir()
        build_store(fresh.store, fresh.canonical, fresh.merge)
    of_columns = [name for name in left if name.startswith(f"{fresh.columns.name}/")]
    if of_columns or not _reads(open_statements, fresh.columns):
        shutil.rmtree(fresh.columns, ignore_errors=True)
        build_columns(fresh.columns, fresh.merge)
    if left.pop(_name(fresh, fresh.index), None) or not _reads(_open_index, fresh.index):
        fresh.index.unlink(missing_ok=True)
        build_index(fresh.index, gather_columns(fresh.columns, PROPERTIES))
    for name in (*of_store, *of_columns):
        del left[name]
    if left:
        with written_again(fresh) as (again, _):
            _take(fresh, again, left)
    return list(left.values())


def _restore_canonical(fresh: Layout, manifest: Manifest) -> None:
    """Make sure of the canonical dump; the one in TriG says the same.

    Raises:
        ReleaseError: neither is whole.
    """
    if _is_whole(fresh.canonical, manifest):
        return
    other = fresh.dump(TRIG)
    if _is_whole(other, manifest):
        with open_dump(other) as content:
            lines = sorted_lines(parse(content, RdfFormat.TRIG))
        with _dumps_again(cut(line.encode() for line in lines)) as again:
            if _is_whole(again.canonical, manifest):
                fresh.canonical.unlink(missing_ok=True)
                shutil.copyfile(again.canonical, fresh.canonical)
                return
    raise ReleaseError(f"{fresh.canonical.name} is damaged; publish the same content again")


def _is_whole(dump: Path, manifest: Manifest) -> bool:
    told = manifest.file(dump.name)
    return told is not None and has_checksum(dump, told)


@contextmanager
def _dumps_again(cuts: Iterable[Cut]) -> Iterator[Layout]:
    """Write dumps a second time, into a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="govkg-") as name:
        again = Layout(Path(name))
        again.files.mkdir()
        write_dumps(again, cuts)
        yield again


def _take(fresh: Layout, again: Layout, left: dict[str, Damage]) -> None:
    """Take those files that were damaged from where they were written *again*."""
    for path in (again.pieces, again.table_pieces, again.statistics, *again.files.iterdir()):
        name = _name(again, path)
        if name in left and path.exists() and left[name].is_mended_by(path):
            (fresh.folder / name).unlink(missing_ok=True)
            shutil.copyfile(path, fresh.folder / name)
            del left[name]


def _name(layout: Layout, path: Path) -> str:
    return path.relative_to(layout.folder).as_posix()


def is_readable(layout: Layout) -> bool:
    """Say whether this version of govkg, and of Oxigraph, reads store, index and columns."""
    return (
        _reads(open_store, layout.store)
        and _reads(_open_index, layout.index)
        and _reads(open_statements, layout.columns)
    )


def _open_index(file: Path) -> None:
    Index(file).close()


def _reads(open_part: Callable[[Path], object], path: Path) -> bool:
    try:
        open_part(path)
    except ReleaseError:
        return False
    return True
