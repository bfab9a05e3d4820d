"""Checksums of all files of a release, public or not, in the form that ``sha256sum -c`` reads.

They stand outside the id: two stores with the same content have different files.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from govkg.errors import ReleaseError
from govkg.formats import SOURCE_FORMATS
from govkg.release.layout import Layout
from govkg.release.manifest import PublicFile, read_manifest
from govkg.release.verification.seals import seal_files, sealed

_NAMED: Final = 3
_LINE: Final = re.compile(r"([0-9a-f]{64})  ([^\n]+)")


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with a file of a release, in words; *sha256* is what it had, where known.

    A *strange* file has been added.
    """

    name: str
    words: str
    sha256: str | None = None
    is_strange: bool = False

    def __str__(self) -> str:
        """Give the words."""
        return self.words

    def is_mended_by(self, path: Path) -> bool:
        """Say whether the file at *path* is what was lost."""
        return self.sha256 == checksum(path)


def write_checksums(layout: Layout, known: Mapping[str, str] | None = None) -> None:
    """Write the checksums of what is there; the last file of a release that is written.

    Those that are *known*, by the names of files, are not computed again.
    """
    layout.checksums.unlink(missing_ok=True)
    found = known or {}
    lines = (
        f"{found.get(name) or checksum(layout.folder / name)}  {name}\n"
        for name in sorted(_files(layout))
    )
    layout.checksums.write_text("".join(lines), encoding="utf-8")


def checksums_of(
    layout: Layout, previous: Layout | None = None, public: Iterable[PublicFile] = ()
) -> dict[str, str]:
    """Give the checksums of what is there, by the names of files.

    Those of *public* files are known. A file that it shares with a *previous* release was compared
    with its checksum before it was shared. Neither is read again.
    """
    shared = _by_inode(previous) if previous else {}
    known = {f"{layout.files.name}/{file.name}": file.sha256 for file in public}
    paths = {name: layout.folder / name for name in _files(layout)}
    told = ((name, known.get(name) or shared.get(_inode(path))) for name, path in paths.items())
    found = {name: one for name, one in told if one}
    left = paths.keys() - found.keys()
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        computed = executor.map(checksum, map(paths.__getitem__, left))
        return found | dict(zip(left, computed, strict=True))


def _by_inode(layout: Layout) -> dict[tuple[int, int], str]:
    try:
        known = _read(layout)
    except ReleaseError:
        return {}
    paths = ((layout.folder / name, told) for name, told in known.items())
    return {_inode(path): told for path, told in paths if path.is_file()}


def _inode(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def check_whole(layout: Layout) -> None:
    """Read every file of a release.

    Raises:
        ReleaseError: one is missing, changed or strange; names the first few.
    """
    found = list(damages(layout))
    if found:
        raise ReleaseError(describe(layout, found))


def is_whole(layout: Layout) -> bool:
    """Say whether every file of a release is there, and is as it was written."""
    return next(damages(layout), None) is None


def describe(layout: Layout, found: Sequence[Damage]) -> str:
    """Name the release and the first few of its damages."""
    more = f", and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return f"release {layout.folder.name}: {', '.join(map(str, found[:_NAMED]))}{more}"


def damages(layout: Layout) -> Iterator[Damage]:
    """Give each file that is not as it was written."""
    try:
        public = {f"{layout.files.name}/{file.name}": file for file in _public(layout)}
    except ReleaseError as error:
        yield Damage(layout.manifest.name, str(error))
        return
    try:
        expected = _read(layout)
    except ReleaseError as error:
        yield Damage(layout.checksums.name, str(error))
        return
    present = _files(layout)
    for name in sorted(present - expected.keys()):
        yield Damage(name, f"{name} does not belong here", is_strange=True)
    for name, known in sorted(expected.items()):
        told = public[name].sha256 if name in public else known
        if name not in present:
            yield Damage(name, f"{name} is missing", sha256=told)
        elif not checksum(layout.folder / name) == known == told:
            yield Damage(name, f"{name} was changed", sha256=told)


def has_checksum(path: Path, file: PublicFile) -> bool:
    """Say whether *path* holds what the manifest says of *file*."""
    return path.is_file() and path.stat().st_size == file.size and checksum(path) == file.sha256


def whole_among(layout: Layout, paths: Iterable[Path]) -> frozenset[Path]:
    """Give those of some files of a release that have the checksums they were written with.

    What nobody has written since it was published is not read again.
    """
    try:
        known = _read(layout)
    except ReleaseError:
        return frozenset()
    read = sealed(layout)
    names = ((path, path.relative_to(layout.folder).as_posix()) for path in paths)
    return frozenset(
        path
        for path, name in names
        if path.is_file() and known.get(name) == (read.get(name) or checksum(path))
    )


def seal(layout: Layout) -> None:
    """Note of a release that was just put in its place when its files were written."""
    seal_files(layout, _read(layout))


def has_whole_dumps(layout: Layout) -> bool:
    """Say whether the dumps of a release, and what is known of their pieces, are as written."""
    files = {layout.pieces, *map(layout.dump, SOURCE_FORMATS)}
    return whole_among(layout, files) == files


def checksum(path: Path) -> str:
    """Give the SHA-256 of a file in lower-case hexadecimal."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _files(layout: Layout) -> set[str]:
    paths = (path for path in layout.folder.rglob("*") if path.is_file())
    return {
        path.relative_to(layout.folder).as_posix() for path in paths if path != layout.checksums
    }


def _read(layout: Layout) -> dict[str, str]:
    try:
        lines = layout.checksums.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReleaseError(f"{layout.checksums.name} is missing or damaged") from error
    matches = [_LINE.fullmatch(line) for line in lines]
    expected = {match[2]: match[1] for match in matches if match}
    if len(expected) != len(lines) or not lines:
        raise ReleaseError(f"{layout.checksums.name} is damaged")
    return expected


def _public(layout: Layout) -> tuple[PublicFile, ...]:
    """List the public files.

    Raises:
        ReleaseError: the manifest is not that of this release.
    """
    manifest = read_manifest(layout.manifest)
    if manifest.id != layout.folder.name:
        raise ReleaseError(f"{layout.manifest.name} is of another release, {manifest.id}")
    return manifest.files
