"""Have another store answer a question, with the checks, formats and errors of our own."""

from functools import partial
from typing import TYPE_CHECKING

from pyoxigraph import Store

from govkg.graph.line import Line
from govkg.graph.remote import Remote, Results, ask_remote
from govkg.graph.sparql.datasets import Graphs
from govkg.graph.sparql.evaluation import Answer, Limits, Question, answer_with
from govkg.graph.sparql.tokens import has_base

if TYPE_CHECKING:
    from govkg.graph.columns.answering import Columns


def relay(
    question: Question, remote: Remote, line: Line, limits: Limits, columns: "Columns | None" = None
) -> Answer:
    """Answer *question*, which names no graphs, by asking *remote* on a *line* to it.

    What *columns* can answer is not sent.

    Raises:
        ForbiddenQueryError: an update, or SERVICE; nothing is sent.
        QuerySyntaxError: the query is not SPARQL 1.1; nothing is sent.
        NotAcceptableError: its form has no acceptable format.
        RequestError: as `ask_remote` says.
    """
    return answer_with(partial(_send, remote, line, limits), question, limits, columns)


def _send(remote: Remote, line: Line, limits: Limits, query: str, base: str, _: Graphs) -> Results:
    Store().query(query, base_iri=base)  # says what is wrong with it
    # Relative IRIs mean there what they mean here; Virtuoso takes one base only.
    if not has_base(query):
        query = f"BASE <{base}>\n{query}"
    return ask_remote(remote, query, line, seconds=limits.seconds, size=limits.answer)
