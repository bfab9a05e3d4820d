"""One source's graph, and lines of N-Quads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from govkg.validation.parts.lines import Lines


@dataclass(frozen=True, slots=True)
class Part:
    """One source's graph, as lines of N-Quads; *shared* is what every part may look at.

    *graph* is the IRI of the graph that all lines name, where that is known.
    """

    name: str
    lines: Lines = field(repr=False)
    shared: bool = False
    graph: str = ""

    @property
    def statements(self) -> Iterator[Sequence[str]]:
        """Subject, predicate and object of each line."""
        if not self.graph:
            return map(split_line, self.lines)
        end = -len(f" <{self.graph}> .")
        return (line[:end].split(" ", 2) for line in self.lines)

    @property
    def encoded(self) -> Iterator[bytes]:
        """The same as UTF-8, each as it stands in its line."""
        if not self.graph:
            return (" ".join(statement).encode() for statement in self.statements)
        end = -len(f" <{self.graph}> .".encode())
        return (line[:end] for line in self.lines.encoded.split(b"\n") if line)

    @property
    def triples(self) -> bytes:
        """The same as N-Triples."""
        if not self.graph:
            return "".join(write_triple(*statement) for statement in self.statements).encode()
        return (self.lines.encoded + b"\n").replace(f" <{self.graph}> .\n".encode(), b" .\n")


def split_line(line: str) -> tuple[str, str, str]:
    """Give subject, predicate and object of a line of N-Quads.

    >>> split_line('<a:s> <a:p> "of <a:x>" <a:g> .')
    ('<a:s>', '<a:p>', '"of <a:x>"')
    """
    subject, predicate, rest = line[:-2].split(" ", 2)
    value, space, graph = rest.rpartition(" ")
    # No name of a graph has a quotation mark: else it is the end of a literal.
    named = space and '"' not in graph and graph.startswith(("<", "_:"))
    return subject, predicate, value if named else rest


def write_triple(subject: str, predicate: str, value: str) -> str:
    """Write a line of N-Triples, its end included."""
    return f"{subject} {predicate} {value} .\n"
