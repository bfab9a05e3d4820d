"""``/cite/``: the reference to an entity, for a bibliography."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from govkg.errors import NotFoundError
from govkg.graph.columns.documents import Document
from govkg.web.pages.language.reader import LANGUAGES, Reader
from govkg.web.responses.caching import Representation, respond
from govkg.web.visit import Visit, Visiting

router = APIRouter()

_BIBTEX: Final = ".bib"
_FORMATS: Final = {
    _BIBTEX: "application/x-bibtex; charset=utf-8",
    ".csl.json": "application/vnd.citationstyles.csl+json",
}


@router.api_route("/cite/{language}/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def get_citation(request: Request, visit: Visiting, language: str) -> Response:
    """Give the reference to an entity as BibTeX or CSL-JSON, by the extension of the address.

    Raises:
        NotFoundError: the release describes nothing of that name, or the extension is another.
    """
    path = request.scope["raw_path"].decode("ascii").removeprefix(f"/cite/{language}")
    query = request.scope["query_string"].decode("ascii")
    extension = next((known for known in _FORMATS if path.endswith(known)), "")
    if extension and language in LANGUAGES:
        meant = visit.release.addresses.candidates(path.removesuffix(extension), query)
        document = visit.release.documents.first(meant)
        if document is not None:
            return await _answer(visit, document, extension, Reader(language))
    known = ", ".join(_FORMATS)
    raise NotFoundError(f"No entity of this release is cited here; an address ends in {known}.")


async def _answer(visit: Visit, document: Document, extension: str, reader: Reader) -> Response:
    def make() -> bytes:
        description = visit.release.describer.describe(document)
        citation = visit.state.pages.citation(visit.release, description, reader)
        text = citation.bibtex() if extension == _BIBTEX else citation.csl()
        return text.encode()

    representation = Representation(
        release=visit.release.id,
        parts=("citation", document.iri, extension),
        content_type=_FORMATS[extension],
        language=reader.language,
    )
    return await respond(visit.request, visit.state.bodies, representation, make)
