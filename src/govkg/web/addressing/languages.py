"""The language of a page: by its own address, ``x.zh.html``, or by what the reader prefers.

The page of a folder has the address ``index.zh.html`` in it.
"""

import re
from functools import lru_cache
from typing import Final

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from govkg.negotiation import choose_language
from govkg.web.pages.language.reader import LANGUAGES
from govkg.web.served import ServedRelease

_ADDRESS: Final = re.compile(rf"(?P<stem>.*)\.(?P<language>{'|'.join(LANGUAGES)})\.html")
_INDEX: Final = "/index"
_LANGUAGE: Final = "govkg.language"
_WRITTEN: Final = "govkg.written_path"


class LanguageMiddleware:
    """Lead the address of a page in one language to the page, and keep which language it was."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap *app*."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Shorten the path where it names a language."""
        match = _ADDRESS.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if match is not None:
            tail = f".{match['language']}.html"
            scope = {
                **scope,
                _LANGUAGE: match["language"],
                _WRITTEN: scope["raw_path"],
                "path": _folder(match["stem"]),
                "raw_path": _folder(scope["raw_path"].decode("ascii").removesuffix(tail)).encode(),
            }
        await self._app(scope, receive, send)


def _folder(stem: str) -> str:
    return stem.removesuffix("index") if stem.endswith(_INDEX) else stem


def offered_languages(release: ServedRelease) -> tuple[str, ...]:
    """List the languages of pages: those of the dataset that the interface speaks, in its order."""
    return _offered(tuple(release.manifest.dataset.languages))


@lru_cache(maxsize=16)  # each request asks, some twice
def _offered(languages: tuple[str, ...]) -> tuple[str, ...]:
    offered = tuple(name for name in languages if name in LANGUAGES)
    return offered or tuple(LANGUAGES)[:1]


def named_language(request: Request) -> str | None:
    """Give the language that the address names, if it names one."""
    language: str | None = request.scope.get(_LANGUAGE)
    return language


def written_path(request: Request) -> str:
    """Give the path as it was asked for, percent-encoded, whatever language it names."""
    raw: bytes = request.scope.get(_WRITTEN, request.scope["raw_path"])
    return raw.decode("ascii")


def asked_path(request: Request) -> str:
    """Give path and query that were asked for, percent-encoded, without a language."""
    path, query = request.scope["raw_path"], request.scope["query_string"]
    asked: bytes = path + (b"?" + query if query else b"")
    return asked.decode("ascii")


def page_path(path: str, language: str) -> str:
    """Give the address of the page at *path* in one *language*.

    >>> page_path("/explore?year=2024", "zh"), page_path("/", "en")
    ('/explore.zh.html?year=2024', '/index.en.html')
    """
    stem, mark, query = path.partition("?")
    name = f"{stem}index" if stem.endswith("/") else stem
    return f"{name}.{language}.html{mark}{query}"


def language_of(request: Request, release: ServedRelease | None) -> str:
    """Give the language of the page that *request* asks for."""
    offered = offered_languages(release) if release else tuple(LANGUAGES)
    named = named_language(request)
    if named in offered:
        return named
    return choose_language(request.headers.get("accept-language"), offered)
