"""Render a chart: once for each content, whoever asks and however often.

Colours are names of the style sheet, so that one picture serves both colour schemes.
"""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from markupsafe import Markup

from govkg.web.pages.charts.drawer import Drawer

_FOLDER: Final = Path(__file__).parent
_KEPT: Final = 256
"""Pictures that are kept: some 10 kB each."""
_SVG: Final = "http://www.w3.org/2000/svg"
_CONFIG: Final = {
    "background": None,
    "view": {"stroke": None},
    "font": "inherit",
    "axis": {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": 400,
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "gridColor": "var(--rule)",
        "domainColor": "var(--quiet)",
    },
    "text": {"color": "currentColor"},
}


class Charts:
    """Has charts drawn, each once."""

    def __init__(self, drawer: Drawer) -> None:
        """Have *drawer* draw, and end with this."""
        self._drawer = drawer
        self._waiter = ThreadPoolExecutor(1, "charts")
        self._rendered = lru_cache(maxsize=_KEPT)(self._render)

    def begin(
        self, name: str, rows: Sequence[Mapping[str, object]], texts: Mapping[str, object]
    ) -> Future[Markup | None]:
        """Begin to draw, so that a page can be gathered meanwhile."""
        try:
            return self._waiter.submit(self.draw, name, rows, texts)
        except RuntimeError:  # closed
            nothing: Future[Markup | None] = Future()
            nothing.set_result(None)
            return nothing

    def draw(
        self, name: str, rows: Sequence[Mapping[str, object]], texts: Mapping[str, object]
    ) -> Markup | None:
        """Draw the chart called *name* of *rows*; *texts* fill its ``@names``.

        The picture says nothing to a screen reader: whoever shows it says in a sentence what it
        shows. ``None`` where it cannot be drawn; its table is there all the same.
        """
        specification = _filled(_specification(name), texts)
        if not isinstance(specification, dict):
            raise TypeError(f"{name} is no specification")
        whole = {**specification, "datasets": {"rows": list(rows)}, "config": _CONFIG}
        try:
            return self._rendered(json.dumps(whole, sort_keys=True))
        except (OSError, ValueError):
            return None

    def close(self) -> None:
        """Draw no more; who waits for a picture gets none, nor does who comes later."""
        self._waiter.shutdown(wait=False, cancel_futures=True)
        self._drawer.close()

    def _render(self, specification: str) -> Markup:
        return _quiet(self._drawer.draw(specification))


@cache
def _specification(name: str) -> object:
    return json.loads((_FOLDER / f"{name}.vl.json").read_text(encoding="utf-8"))


def _filled(part: object, texts: Mapping[str, object]) -> object:
    match part:
        case dict():
            return {name: _filled(value, texts) for name, value in part.items()}
        case list():
            return [_filled(value, texts) for value in part]
        case str() if part.startswith("@"):
            return texts[part[1:]]
        case _:
            return part


def _quiet(source: str) -> Markup:
    """Let a picture speak to nobody, take the size of its place, and have no style of its own."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(source)  # noqa: S314  # made by our own process
    for element in root.iter():
        for name in list(element.attrib):
            if name in {"role", "style"} or name.startswith("aria-"):
                del element.attrib[name]
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.set("class", "chart")
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704  # escaped by ElementTree
