"""Write the site into a folder: whole, or not at all."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import anyio
from starlette.types import ASGIApp

from govkg.errors import ExportError
from govkg.formats import GRAPH_FORMATS, HTML
from govkg.graph.dumps import open_dump
from govkg.release.manifest import PACKED
from govkg.settings import Project, Settings
from govkg.web.addressing.languages import offered_languages, page_path
from govkg.web.app import STATIC, create_app
from govkg.web.export.addresses import document_paths, entities, feed_paths, site_paths
from govkg.web.export.asking import ask
from govkg.web.export.hosting import HEADERS, NGINX, suits, write_headers, write_nginx
from govkg.web.export.links import links_of
from govkg.web.served import ServedRelease
from govkg.web.state import State

_UNFINISHED: Final = ".unfinished-"
_INDEX: Final = "index.html"
_OK: Final = 200


@dataclass(slots=True)
class Exported:
    """What was written: how many files and bytes, and the addresses that no file can have."""

    files: int = 0
    size: int = 0
    left_out: list[str] = field(default_factory=list)


def export_site(project: Project, settings: Settings, folder: Path) -> Exported:
    """Write the active release of *project* as a site for ``settings.public_url``.

    An earlier export in *folder* is replaced once the new one is whole.

    Raises:
        ExportError: the folder holds something else.
        ReleaseError: there is no release.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / NGINX).is_file():
        raise ExportError(f"{folder}: holds what is no export; name an empty folder or a new one")
    prefix = urlsplit(settings.public_url or "").path
    app = create_app(project, settings.model_copy(update={"root_path": prefix}))
    state: State = app.state.govkg
    release = state.releases.active()
    unfinished = folder.with_name(f"{_UNFINISHED}{folder.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    site = _Site(app, unfinished, prefix)

    async def write() -> None:
        async with app.router.lifespan_context(app):  # example queries are answered by workers
            await site.write(state, release)

    anyio.run(write)
    _replace(folder, unfinished)
    return site.exported


def _replace(folder: Path, unfinished: Path) -> None:
    old = folder.with_name(f"{_UNFINISHED}{folder.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    unfinished.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


class _Site:
    """A folder that a site is written into."""

    def __init__(self, app: ASGIApp, folder: Path, prefix: str) -> None:
        self._app = app
        self._folder = folder
        self._prefix = prefix
        self._known: set[str] = set()
        self.exported = Exported()

    async def write(self, state: State, release: ServedRelease) -> None:
        """Write files, pages and documents, and what pages link to."""
        shutil.copytree(STATIC, self._folder / "static")
        self._write_downloads(release)
        first = offered_languages(release)[0]
        await self._get_all([*site_paths(state, release), *feed_paths(release)])
        for entity in entities(state, release):
            if "?" in entity or self._file(entity) is None:
                self.exported.left_out.append(entity)
                continue
            await self._get_all(document_paths(release, entity))
            self._write(f"{entity}/{_INDEX}", _signpost(entity, first))
        for page in list(self._folder.rglob(f"index.{first}.{HTML.extension}")):
            shutil.copyfile(page, page.with_name(_INDEX))
        (self._folder / NGINX).write_text(write_nginx(self._prefix, first), encoding="utf-8")
        (self._folder / HEADERS).write_text(write_headers(self._prefix), encoding="utf-8")

    def _write_downloads(self, release: ServedRelease) -> None:
        for file in release.manifest.files:
            source = release.layout.files / file.name
            for path in (f"releases/{release.id}/{file.name}", f"downloads/{file.name}"):
                target = self._folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                _place(source, target)
                self._known.add(f"/{path}")
                self.exported.files += 1
                self.exported.size += file.size
                if file.compression and not release.manifest.file(file.plain_name):
                    self._unpack(source, f"/{path.removesuffix(PACKED)}")

    def _unpack(self, packed: Path, path: str) -> None:
        """Write what a server would unpack on the way."""
        target = self._folder / path.removeprefix("/")
        with open_dump(packed) as content, target.open("wb") as file:
            shutil.copyfileobj(content, file)
        self._known.add(path)
        self.exported.files += 1
        self.exported.size += target.stat().st_size

    async def _get_all(self, paths: Iterable[str]) -> None:
        """Get *paths*, and whatever their pages link to."""
        waiting = list(paths)
        while waiting:
            path = waiting.pop()
            if path in self._known:
                continue
            self._known.add(path)
            waiting += await self._get(path) - self._known

    async def _get(self, path: str) -> set[str]:
        """Get one path and write it; give what it links to that is to be written, too."""
        answer = await ask(self._app, f"{self._prefix}{path}")
        kind = answer.headers.get("content-type", "")
        if answer.status != _OK or not suits(path, kind):
            return set()  # what is negotiated needs a server; a folder has its index
        self._write(path, answer.body)
        if not kind.startswith(HTML.media_type):
            return set()
        return links_of(answer.body.decode(), path, self._prefix)

    def _write(self, path: str, body: bytes) -> None:
        file = self._file(path)
        if file is None:
            self.exported.left_out.append(path)
            return
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(body)
        except OSError:  # a name that is too long for a file
            self.exported.left_out.append(path)
            return
        self.exported.files += 1
        self.exported.size += len(body)

    def _file(self, path: str) -> Path | None:
        """Give the file for a path, unless that would be outside of the folder."""
        parts = unquote(path).removeprefix("/").split("/")
        if any(part in {"", ".", ".."} or "\0" in part for part in parts):
            return None
        return self._folder.joinpath(*parts)


def _place(source: Path, target: Path) -> None:
    """Give a file a second name where that can be, for files of a release never change."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _signpost(entity: str, language: str) -> bytes:
    """Write a page that leads from an entity to its page, where no server negotiates."""
    name = escape(entity.rpartition("/")[2])
    page = f"../{page_path(name, language)}"
    formats = "".join(
        f'<link rel="alternate" type="{form.media_type}" href="../{name}.{form.extension}">\n'
        for form in GRAPH_FORMATS
    )
    return f"""\
<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<title>{name}</title>
<meta http-equiv="refresh" content="0; url={page}">
<link rel="canonical" href="{page}">
{formats}<p><a href="{page}">{name}</a></p>
""".encode()
