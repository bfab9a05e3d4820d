"""What tells file servers the types of the files, and which one an entity's address leads to."""

from typing import Final

from govkg.formats import GRAPH_DOCUMENTS, HTML, LINKSET, N_QUADS, RESULT_FORMATS, SPARQL_QUERY
from govkg.release.manifest import GZIP

NGINX: Final = "_nginx.conf"
HEADERS: Final = "_headers"

_OTHERS: Final = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
    "txt": "text/plain",
    "xml": "application/xml",
    "atom": "application/atom+xml",
    "json": "application/json",
    "gz": GZIP,
    "bib": "application/x-bibtex",
    "parquet": "application/vnd.apache.parquet",
}
_CHARSET: Final = "text/turtle text/csv text/css text/javascript text/plain"


def media_types() -> dict[str, str]:
    """Give the media type of each extension."""
    forms = (*GRAPH_DOCUMENTS, N_QUADS, LINKSET, SPARQL_QUERY, *RESULT_FORMATS)
    return {
        **{form.extension: form.media_type for form in forms},
        "tsv": "text/tab-separated-values",
    } | _OTHERS


def suits(path: str, content_type: str) -> bool:
    """Say whether a file server that goes by extensions gives *path* its type.

    >>> suits("/a.ttl", "text/turtle; charset=utf-8"), suits("/sparql", "text/html")
    (True, False)
    """
    extension = path.rpartition("/")[2].rpartition(".")[2]
    kind = content_type.partition(";")[0]
    return media_types().get(extension) == kind or kind.endswith(f"+{extension}")


def write_nginx(prefix: str, language: str) -> str:
    """Write what goes into a ``server`` of nginx, below *prefix*; pages are in *language*.

    Of several formats that a client accepts it knows no weights: the first in this order wins.
    """
    types = "\n".join(f"        {kind} {name};" for name, kind in sorted(media_types().items()))
    chosen = "\n".join(
        f'    if ($http_accept ~* "{form.media_type.replace("+", "[+]")}") '
        f"{{ set $govkg_extension {form.extension}; }}"
        for form in reversed(GRAPH_DOCUMENTS)
    )
    place = f" as {prefix}" if prefix else ""
    return f"""\
# Include this in a server block whose root holds the exported folder{place}.
location {prefix}/ {{
    types {{
{types}
    }}
    default_type application/octet-stream;
    charset utf-8;
    charset_types {_CHARSET};
    absolute_redirect off;
    gzip on;
    gzip_types text/turtle text/css text/javascript application/xml application/ld+json
        application/n-triples application/rdf+xml application/trig application/atom+xml;
    gzip_vary on;
    add_header Access-Control-Allow-Origin * always;
    add_header X-Content-Type-Options nosniff always;
    add_header Cache-Control "public, max-age=60" always;

    set $govkg_extension {language}.{HTML.extension};
{chosen}
    if ($http_accept ~* "text/html") {{ set $govkg_extension {language}.{HTML.extension}; }}
    set $govkg_path $request_uri;
    if ($request_uri ~ "^([^?]*)[?]") {{ set $govkg_path $1; }}
    if (-f $request_filename.{LINKSET.extension}) {{
        add_header Vary Accept always;
        return 303 $govkg_path.$govkg_extension;
    }}
    index index.html;
}}
location ~ ^{prefix}/_ {{ return 404; }}
"""


def write_headers(prefix: str) -> str:
    """Write the ``_headers`` file that many networks read."""
    lines = [f"{prefix}/*", "  Access-Control-Allow-Origin: *", "  X-Content-Type-Options: nosniff"]
    for name, kind in sorted(media_types().items()):
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        lines += [f"{prefix}/*.{name}", f"  Content-Type: {kind}{charset}"]
    lines += [f"{prefix}/releases/*", "  Cache-Control: public, max-age=31536000, immutable"]
    return "\n".join([*lines, ""])
