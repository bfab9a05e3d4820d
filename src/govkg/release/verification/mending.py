"""Put right what can be made anew from the canonical dump: other files, store, columns, index.

So a release stays of use when a file is damaged, and when a later Oxigraph cannot read its store.
"""

import gzip
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from govkg.errors import ReleaseError
from govkg.graph.columns.building import build_columns
from govkg.graph.index import Index, build_index
from govkg.graph.store import build_store, open_store
from govkg.release.activation import active_id
from govkg.release.canonical import read_lines
from govkg.release.files.dumps import triple_of_line, write_lines
from govkg.release.layout import UNFINISHED, Layout, point_to, replace_folder
from govkg.release.manifest import Manifest, read_manifest
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

    With *anew*, store and index are made anew in any case.

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
    of_store = [name for name in left if name.startswith(f"{fresh.store.name}/")]
    if of_store or not _reads(open_store, fresh.store):
        shutil.rmtree(fresh.store, ignore_errors=True)
        fresh.store.mkdir()
        with TemporaryDirectory(prefix="govkg-") as place:
            write_lines(Path(place), read_lines(fresh.canonical))
            merge = Path(place) / fresh.merge.name
            build_store(fresh.store, fresh.canonical, merge)
        for name in of_store:
            del left[name]
    if left.pop(_name(fresh, fresh.index), None) or not _reads(_open_index, fresh.index):
        fresh.index.unlink(missing_ok=True)
        build_index(fresh.index, map(triple_of_line, read_lines(fresh.canonical)))
    of_columns = [name for name in left if name.startswith(f"{fresh.columns.name}/")]
    if left.keys() - of_columns:
        _rewrite(fresh, left)
    lost = of_columns or not fresh.columns.is_dir()
    if lost and _name(fresh, fresh.merge) not in left:
        shutil.rmtree(fresh.columns, ignore_errors=True)
        build_columns(fresh.columns, fresh.merge)
        for name in of_columns:
            del left[name]
    return list(left.values())


def _restore_canonical(fresh: Layout, manifest: Manifest) -> None:
    """Make sure of the canonical dump.

    Raises:
        ReleaseError: neither it nor its packed copy is whole.
    """
    packed = fresh.canonical.with_name(f"{fresh.canonical.name}.gz")
    told = {path: manifest.file(path.name) for path in (fresh.canonical, packed)}
    whole = [path for path, file in told.items() if file is not None and has_checksum(path, file)]
    if not whole:
        raise ReleaseError(f"{fresh.canonical.name} is damaged; publish the same content again")
    if fresh.canonical not in whole:
        fresh.canonical.unlink(missing_ok=True)
        with gzip.open(packed) as content, fresh.canonical.open("wb") as target:
            shutil.copyfileobj(content, target)


def _rewrite(fresh: Layout, left: dict[str, Damage]) -> None:
    """Write the files that follow from dump, store and index; take those that were damaged."""
    with written_again(fresh) as (again, _):
        for path in (again.statistics, *again.files.iterdir()):
            name = _name(again, path)
            if name in left and left[name].is_mended_by(path):
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
        and layout.columns.is_dir()
    )


def _open_index(file: Path) -> None:
    Index(file).close()


def _reads(open_part: Callable[[Path], object], path: Path) -> bool:
    try:
        open_part(path)
    except ReleaseError:
        return False
    return True
