"""Keep the names of blank nodes where an engine gives them others as it reads.

One triple more says the name of each, and one shape more, which none of these triples meets, has
the engine tell them back.
"""

import re
from collections.abc import Iterable
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode, Triple

from govkg.vocabulary import RDF, SH

_LABEL: Final = re.compile(r"^_:\S+|(?<= )_:\S+(?= \.$)", re.MULTILINE)
_NODE: Final = "urn:govkg:blank-node:"
_NAMES: Final = NamedNode("urn:govkg:names")
_SHAPE: Final = NamedNode("urn:govkg:blank-nodes")
_PROPERTY: Final = NamedNode("urn:govkg:blank-nodes:property")

NAMING_SHAPES: Final = (
    Triple(_SHAPE, NamedNode(f"{RDF}type"), NamedNode(f"{SH}NodeShape")),
    Triple(_SHAPE, NamedNode(f"{SH}targetSubjectsOf"), _NAMES),
    Triple(_SHAPE, NamedNode(f"{SH}property"), _PROPERTY),
    Triple(_PROPERTY, NamedNode(f"{SH}path"), _NAMES),
    Triple(_PROPERTY, NamedNode(f"{SH}nodeKind"), NamedNode(f"{SH}IRI")),
)
"""What has each name told: no blank node is an IRI."""


def has_blank_nodes(data: Path) -> bool:
    """Say whether *data*, a file of N-Triples, has blank nodes."""
    if not data.stat().st_size:
        return False
    with data.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as text:
        # Most data has none, and that is seen at once; what is found may stand in a literal.
        return text.find(b"_:") >= 0 and any(
            b"_:" in line and _LABEL.search(line.decode()) for line in iter(text.readline, b"")
        )


def write_names(data: str) -> str:
    r"""Write a triple for each blank node of *data*, N-Triples, that says its name.

    >>> write_names('_:a <urn:p> "_:b ." .')
    '<urn:govkg:blank-node:a> <urn:govkg:names> _:a .\n'
    """
    labels = dict.fromkeys(_LABEL.findall(data))
    return "".join(f"<{_NODE}{label[2:]}> {_NAMES} {label} .\n" for label in labels)


def read_names(results: Iterable[Any]) -> tuple[dict[str, str], list[Any]]:
    """Take the names that *results* tell apart from the results of other shapes."""
    names: dict[str, str] = {}
    others = []
    for result in results:
        if result.source_shape == str(_PROPERTY):
            names[result.value] = f"_:{result.focus_node.removeprefix(f'<{_NODE}')[:-1]}"
        else:
            others.append(result)
    return names, others
