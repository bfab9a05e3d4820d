"""The links of a page, as far as they stay on its server."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.found += [value for name, value in attrs if name in {"href", "src"} and value]


def links_of(page: str, path: str, prefix: str) -> set[str]:
    """Give the paths that the *page* at *path* links to, without *prefix*, queries and fragments.

    >>> links_of('<a href="/p/b#c">', "/p/a", "/p")
    {'/b'}
    """
    reader = _Reader()
    reader.feed(page)
    targets = (urlsplit(urljoin(f"{prefix}{path}", link)) for link in reader.found)
    return {
        target.path.removeprefix(prefix)
        for target in targets
        if not target.netloc and not target.scheme and target.path.startswith(f"{prefix}/")
    }
