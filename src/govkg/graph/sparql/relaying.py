"""Have another store answer a question, with the checks, formats and errors of our own."""

from pyoxigraph import Store

from govkg.graph.line import Line
from govkg.graph.remote import Remote, ask_remote
from govkg.graph.sparql.evaluation import Answer, Limits, Question, serialise
from govkg.graph.sparql.syntax import explain
from govkg.graph.sparql.tokens import has_base, refuse


def relay(question: Question, remote: Remote, line: Line, limits: Limits) -> Answer:
    """Answer *question* by asking *remote* on a *line* to it.

    Raises:
        ForbiddenQueryError: an update, or SERVICE; nothing is sent.
        QuerySyntaxError: the query is not SPARQL 1.1.
        NotAcceptableError: its form has no acceptable format.
        RequestError: as `ask_remote` says.
    """
    query, base = question.query, question.base_iri
    refuse(query)
    try:
        Store().query(query, base_iri=base)
    except SyntaxError as error:
        raise explain(error, query) from None
    # Relative IRIs mean there what they mean here; Virtuoso takes one base only.
    if not has_base(query):
        query = f"BASE <{base}>\n{query}"
    results = ask_remote(remote, query, line, seconds=limits.seconds, size=limits.answer)
    return serialise(question, limits, results)
