"""``/validate``: anyone's document against the published rules; nothing of it is kept."""

import json
import sys
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs

import anyio
from fastapi import APIRouter, Request
from fastapi.responses import Response

from govkg.errors import (
    BadRequestError,
    BodySizeError,
    BusyError,
    CheckBrokenError,
    CheckTimeoutError,
    MediaTypeError,
    NotFoundError,
)
from govkg.formats import GRAPH_FORMATS, HTML, SOURCE_FORMATS, Format, GraphFormat
from govkg.negotiation import negotiate
from govkg.release.layout import RULES
from govkg.web.validation.results import Result, by_rule, names_in
from govkg.web.validation.shapes import rules_of
from govkg.web.visit import Visit, Visiting

router = APIRouter()

LIMIT: Final = 10 * 1024**2
"""Bytes of a document."""
_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = Format("report-json", "JSON", "application/json", "json")
_TEXT: Final = Format("report-text", "text", "text/plain", "text")
_OFFERS: Final = (GRAPH_FORMATS[0], _JSON, HTML, _TEXT, *GRAPH_FORMATS[1:])
_REFUSED: Final = 3
_AT_ONCE: Final = 2
_WAITING: Final = 8
_SHOWN: Final = 100
_TYPES: Final = {
    name: form
    for form in SOURCE_FORMATS
    for name in (form.media_type, *form.synonyms)
    if name != "text/plain"
}


@dataclass(frozen=True, slots=True)
class _Document:
    text: bytes
    form: GraphFormat


class Checks:
    """How many documents are checked at once."""

    def __init__(self) -> None:
        """Let two be checked, and eight wait."""
        self._places = anyio.CapacityLimiter(_AT_ONCE)

    async def run(self, order: bytes, seconds: float) -> tuple[int, bytes]:
        """Check in a process of its own, killed after *seconds*; give its exit code and output.

        Raises:
            BusyError: too many wait already.
            CheckTimeoutError: it took too long.
        """
        if self._places.statistics().tasks_waiting >= _WAITING:
            raise BusyError("Many documents are being checked. Try again in a moment.")
        async with self._places:
            try:
                with anyio.fail_after(seconds):
                    done = await anyio.run_process(
                        [sys.executable, "-m", "govkg.validation.document"],
                        input=order,
                        check=False,
                    )
            except TimeoutError:
                raise CheckTimeoutError(seconds) from None
        return done.returncode, done.stdout


@router.get("/validate", include_in_schema=False)
async def get_form(visit: Visiting) -> Response:
    """Give a form for a document."""
    return await visit.page(lambda: _render(visit, {}))


@router.post("/validate", include_in_schema=False)
async def check_document(request: Request, visit: Visiting) -> Response:
    """Check the document that is the body, or that a form carries.

    Raises:
        NotFoundError: this release was published without rules.
        MediaTypeError: it is in no format of RDF that is read.
        BodySizeError: it is over its limit.
        BadRequestError: it is not what its media type says.
        CheckBrokenError: checking it needs too much memory.
    """
    if not visit.release.layout.shapes.exists() or not rules_of(visit.release):
        raise NotFoundError("This release was published without rules.")
    accept = request.headers.get("accept")
    form = negotiate(accept, _OFFERS)
    document = await _read(request)
    report = "json" if form is HTML else form.extension
    code, out = await _checks(request).run(
        _order(visit, document, report), visit.state.settings.query_timeout
    )
    if code == _REFUSED:
        told = json.loads(out)
        place = f"line {told['line']}: " if told["line"] else ""
        raise BadRequestError(
            f"Read as {document.form.title}: {place}{told['reason']}", line=told["line"]
        )
    if code != 0:
        raise CheckBrokenError
    headers = {"Cache-Control": "no-store", "Vary": "Accept", "Govkg-Release": visit.release.id}
    if form is HTML:
        facts = {"report": json.loads(out), "document": document.text.decode("utf-8", "replace")}
        out = _render(visit, {**facts, "form": document.form}).encode()
    return Response(out, media_type=form.content_type, headers=headers)


def _checks(request: Request) -> Checks:
    checks: Checks = request.app.state.checks
    return checks


def _order(visit: Visit, document: _Document, report: str) -> bytes:
    settings, layout = visit.state.settings, visit.release.layout
    order = {
        "form": document.form.extension,
        "report": report,
        "base_iri": visit.release.manifest.dataset.base_iri,
        "shapes": str(layout.shapes),
        "known": str(layout.folder.with_name(RULES)),
        "store": str(layout.store),
        "memory": settings.query_memory + 2 * 1024**3,
        "seconds": int(settings.query_timeout) + 1,
    }
    return json.dumps(order).encode() + b"\n" + document.text


async def _read(request: Request) -> _Document:
    kind, _, _ = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LIMIT:
            raise BodySizeError(
                f"A document has at most {LIMIT} bytes.", limit="document", value=LIMIT
            )
    if kind == _FORM:
        return _of_form(bytes(body))
    form = _TYPES.get(kind)
    if form is None:
        accepted = sorted({item.media_type for item in SOURCE_FORMATS})
        raise MediaTypeError(
            f"Send a document as one of {', '.join(accepted)}.", accepted=tuple(accepted)
        )
    return _Document(bytes(body), form)


def _of_form(body: bytes) -> _Document:
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    name = fields.get("form", ["ttl"])[0]
    form = next((item for item in SOURCE_FORMATS if item.extension == name), None)
    if form is None or "document" not in fields:
        raise BadRequestError("A form has the fields “document” and “form”.")
    return _Document(fields["document"][0].encode(), form)


def _render(visit: Visit, facts: dict[str, Any]) -> str:
    results = [
        Result(
            severity=item["severity"],
            focus_node=item["focusNode"],
            shape=item["shape"] or "",
            path=item["path"] or "",
            value=item["value"] or "",
            messages={key: text for key, text in item["message"].items() if text},
            line=item["line"],
        )
        for item in facts.get("report", {}).get("results", [])
    ]
    broken = by_rule(results)
    return visit.state.pages.catalogue(
        "validate.html",
        visit.release,
        visit.reader,
        broken=broken,
        names=names_in(visit.release, visit.reader, broken, _SHOWN),
        rules={rule.iri: rule for rule in rules_of(visit.release)},
        shown=_SHOWN,
        formats=SOURCE_FORMATS,
        address=visit.here.absolute("/validate"),
        **{"report": None, "document": "", "form": None, **facts},
    )
