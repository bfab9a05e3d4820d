"""Names that no entity has any more: one leads on to another, or tells when it was withdrawn."""

from fastapi.responses import Response

from govkg.errors import GoneError, NotFoundError
from govkg.formats import HTML
from govkg.iris import split_extension, to_uri
from govkg.web.addressing.languages import named_language, written_path
from govkg.web.responses.caching import SHORT
from govkg.web.visit import Visit


def candidates(visit: Visit, path: str) -> tuple[str, ...]:
    """List the IRIs that *path* (percent-encoded) may mean."""
    query = visit.request.scope["query_string"].decode("ascii")
    return visit.release.addresses.candidates(path, query)


def lead_on(visit: Visit) -> Response:
    """Lead from a former name to what took its place (RFC 9110, section 15.4.2).

    Raises:
        GoneError: an earlier release had what is asked for.
        NotFoundError: none had.
    """
    names = [(iri, ending) for path, ending in _names(visit) for iri in candidates(visit, path)]
    for iri, ending in names:
        successor = visit.release.successors.get(iri)
        if successor is not None:
            path = visit.release.addresses.path(successor, ending)
            target = to_uri(successor) if path is None else visit.here.absolute(path)
            headers = {"Location": target, "Cache-Control": SHORT}
            return Response(status_code=301, headers=headers)
    for iri, _ in names:
        tombstone = visit.state.history.withdrawn(iri)
        if tombstone is not None:
            redaction = visit.state.history.redaction(iri)
            reason = redaction.redaction.reason if redaction and redaction.redaction else ""
            raise GoneError(iri, tombstone.time, reason)
    path = written_path(visit.request)
    raise NotFoundError("This release has nothing at this address.", path=path)


def _names(visit: Visit) -> list[tuple[str, str]]:
    """List the paths that may be meant, each with the ending of the document that is wanted."""
    written = written_path(visit.request)
    names = [(written, "")]
    language = named_language(visit.request)
    if language is not None:
        path = visit.request.scope["raw_path"].decode("ascii")
        names.append((path, f"{language}.{HTML.extension}"))
    split = split_extension(written)
    if split is not None:
        names.append((split[0], split[1].extension))
    return names
