"""Evaluate one query, inside a worker process that may be killed at any moment."""

import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
    parse_query_results,
    serialize,
)

from govkg.errors import AnswerSizeError, BadRequestError
from govkg.formats import BOOLEAN_FORMATS, GRAPH_FORMATS, RDF_XML, RESULT_FORMATS, Format
from govkg.graph.remote import Remote
from govkg.graph.remote import Results as RemoteResults
from govkg.graph.sparql.datasets import Graphs, Results, ask, graphs_of
from govkg.graph.sparql.syntax import explain
from govkg.graph.sparql.tokens import names_graphs, refuse
from govkg.negotiation import negotiate
from govkg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from govkg.graph.columns.answering import Columns

F = TypeVar("F", bound=Format)
Asking = Callable[[str, str, Graphs], Results | RemoteResults]
"""Takes a query, its base IRI and its dataset to whoever knows the results."""

_INLINE: Final = 48 * 1024
"""Bytes up to which an answer travels in a packet; a longer one is a file."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query with all that its answer depends on.

    *default_graphs* and *named_graphs* are the protocol's dataset (SPARQL 1.1 Protocol, section
    2.1.4); *formats* are asked for by name, before *accept*; *store* and *columns* are folders.
    *remote* is another store that answers instead of *store*, unless it is about graphs.
    """

    store: str
    query: str
    base_iri: str
    accept: str | None = None
    formats: tuple[str, ...] = ()
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    columns: str | None = None
    remote: Remote | None = None

    @property
    def is_about_graphs(self) -> bool:
        """Whether graphs are asked for by name."""
        named = self.default_graphs or self.named_graphs
        return bool(named) or names_graphs(self.query)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may take: *memory* and *answer* in bytes, *seconds* of wall time."""

    seconds: float
    memory: int
    answer: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer of *size* bytes: *body*, or an unlinked *file* that its owner closes."""

    content_type: str
    body: bytes
    size: int
    file: int | None = None


class _Spool(tempfile.SpooledTemporaryFile[bytes]):
    """A buffer that goes to disk when it grows, and refuses to grow past its limit."""

    def __init__(self, limit: int) -> None:
        super().__init__(max_size=_INLINE)
        self._limit = limit
        self._size = 0

    def write(self, data: bytes) -> int:  # type: ignore[override]  # bytes is all that is written
        self._size += len(data)
        if self._size > self._limit:
            raise AnswerSizeError(self._limit)
        return super().write(data)

    def answer(self, content_type: str) -> Answer:
        if self._size <= _INLINE:
            self.seek(0)
            return Answer(content_type, self.read(), self._size)
        self.flush()
        return Answer(content_type, b"", self._size, file=os.dup(self.fileno()))


def evaluate(
    question: Question, limits: Limits, store: Store, columns: "Columns | None" = None
) -> Answer:
    """Answer *question*: evaluated and serialised as a whole.

    From *columns*, if they can answer it, else from *store*.

    Raises:
        ForbiddenQueryError: an update, or SERVICE; nothing is evaluated.
        QuerySyntaxError: the query is not SPARQL 1.1.
        NotAcceptableError: its form has no acceptable format.
        AnswerSizeError: the answer is over its limit.
        BadRequestError: evaluation failed.
    """
    return answer_with(partial(ask, store), question, limits, columns)


def answer_with(
    asking: Asking, question: Question, limits: Limits, columns: "Columns | None"
) -> Answer:
    """Answer *question* from *columns*, if they can answer it, else by *asking*.

    Raises:
        RequestError: as `evaluate`, or as *asking* says.
    """
    refuse(question.query)
    query, base = question.query, question.base_iri
    try:
        graphs = graphs_of(
            query, base, default=question.default_graphs, named=question.named_graphs
        )
        pieces = columns.select(query, base) if columns and graphs == Graphs() else None
        if pieces is not None:
            return _spool_rows(question, limits, pieces)
        results = asking(query, base, graphs)
    except SyntaxError as error:
        raise explain(error, query) from None
    except ValueError as error:
        raise BadRequestError(str(error)) from None
    return _serialise(question, limits, results)


def _serialise(question: Question, limits: Limits, results: Results | RemoteResults) -> Answer:
    """Write *results* as a whole, in the format that *question* asks for.

    Raises:
        NotAcceptableError: their form has no acceptable format.
        AnswerSizeError: the answer is over its limit.
    """
    with _Spool(limits.answer) as spool:
        match results:
            case QueryBoolean():
                boolean = _choose(question, BOOLEAN_FORMATS)
                results.serialize(spool, format=boolean.codec)
                return spool.answer(boolean.content_type)
            case QuerySolutions():
                rows = _choose(question, RESULT_FORMATS)
                results.serialize(spool, format=rows.codec)
                return spool.answer(rows.content_type)
            case _:
                graph = _choose(question, GRAPH_FORMATS)
                serialize(results, spool, format=graph.codec, prefixes=PREFIXES)
                return spool.answer(graph.content_type)


def serialise_few(question: Question, limits: Limits, triples: Iterable[Triple]) -> Answer:
    """Write *triples*, which are so few that they stay in memory, as any others are.

    Raises:
        NotAcceptableError: no format of theirs is acceptable.
        AnswerSizeError: the answer is over its limit.
    """
    graph = _choose(question, GRAPH_FORMATS)
    body = serialize(triples, format=graph.codec, prefixes=PREFIXES) or b""
    if len(body) > limits.answer:
        raise AnswerSizeError(limits.answer)
    return Answer(graph.content_type, body, len(body))


def _spool_rows(question: Question, limits: Limits, pieces: Iterable[bytes]) -> Answer:
    """Write rows that come as JSON in the format that was asked for."""
    rows = _choose(question, RESULT_FORMATS)
    with _Spool(limits.answer) as spool:
        for piece in pieces:
            spool.write(piece)
        if rows.codec == QueryResultsFormat.JSON:
            return spool.answer(rows.content_type)
        spool.seek(0)
        solutions = parse_query_results(spool, format=QueryResultsFormat.JSON)
        with _Spool(limits.answer) as other:
            solutions.serialize(other, format=rows.codec)
            return other.answer(rows.content_type)


def _choose(question: Question, offers: tuple[F, ...]) -> F:
    for name in question.formats:
        for offer in offers:
            if name.lower() in {offer.name, offer.extension, offer.media_type}:
                return offer
            if name.lower() == "xml" and offer is RDF_XML:
                return offer
    return negotiate(question.accept, offers)
