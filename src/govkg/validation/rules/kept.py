"""How far each query of the shapes looks, kept from one reading to the next in a JSON file.

It is kept beside the releases, where there are some, and in the user's cache: so it is known, too,
where data is only checked, as by a hook, and when a project is published for the first time.
"""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from govkg.processes import Helpers, batches, begun
from govkg.release.layout import RULES, UNFINISHED
from govkg.validation.rules.footprint import Footprint
from govkg.validation.rules.software import software

_FORMAT: Final = "1"
_SETS: Final = ("forward", "backward", "classes")
_MANY: Final = 20
"""Queries from which on other processes are faster, their start included."""
_AT_ONCE: Final = 5_000
"""Characters of queries that are one task."""


class KeptRules:
    """What was found out about queries; a damaged file, or another software's, is as good as none.

    A query is known by its text, prefixes included.
    """

    def __init__(self, *files: Path, writing: bool = True) -> None:
        """Read what is kept in *files*; unless *writing*, nothing more is kept in them."""
        self._kept = {file: _read_file(file) for file in files}
        self._writing = writing
        self._known = {query: said for kept in self._kept.values() for query, said in kept.items()}
        self._found: dict[str, Footprint | None] = {}

    def reach(self, query: str) -> Footprint | None:
        """Give the footprint of *query*, ``None`` where it cannot be asked once for all nodes."""
        if query not in self._found:
            self._found[query] = self._known[query] if query in self._known else _reach_of(query)
        return self._found[query]

    def learn(self, queries: Iterable[str], helpers: Helpers) -> None:
        """Have *helpers* find out what is not known yet of *queries*, where these are many."""
        strange = [query for query in dict.fromkeys(queries) if query not in self._known]
        if len(strange) < _MANY:
            return
        made = [
            begun(helpers.executor, _reaches_of, some) for some in batches(strange, len, _AT_ONCE)
        ]
        for wait in made:
            self._known |= wait()

    def keep(self) -> None:
        """Keep what was asked for since, and nothing else, where some of it is new."""
        for file, kept in self._kept.items():
            if self._writing and self._found.keys() - kept.keys():
                _write_file(file, self._found)


def kept_rules(releases: Path) -> KeptRules:
    """Give what is kept beside *releases*, if anything was published, and in the user's cache."""
    from platformdirs import user_cache_path

    folders = [releases] if releases.is_dir() else []
    cache = user_cache_path("govkg")
    if cache.is_absolute():  # a user without a home has none
        folders.append(cache)
    return KeptRules(*(folder / RULES for folder in folders))


def _read_file(file: Path) -> dict[str, Footprint | None]:
    try:
        kept = json.loads(file.read_text())
        if kept["name"] != _name(kept["rules"]):
            return {}
        return {query: _read(said) for query, said in json.loads(kept["rules"]).items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write_file(file: Path, found: dict[str, Footprint | None]) -> None:
    body = json.dumps({query: _write(said) for query, said in found.items()})
    unfinished = file.with_name(f"{UNFINISHED}{uuid4().hex}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps({"name": _name(body), "rules": body}))
        unfinished.replace(file)
    except OSError:  # no room, or no permission: found out anew the next time
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _reaches_of(queries: Iterable[str]) -> dict[str, Footprint | None]:
    return {query: _reach_of(query) for query in queries}


def _reach_of(query: str) -> Footprint | None:
    from govkg.validation.rules.reach import reach_of

    return reach_of(query)


def _name(body: str) -> str:
    return hashlib.sha256(f"{_FORMAT}\n{software()}\n{body}".encode()).hexdigest()


def _write(found: Footprint | None) -> dict[str, Any] | None:
    if found is None:
        return None
    sets = {name: sorted(getattr(found, name)) for name in _SETS}
    return {**sets, "connected": found.connected, "everything": found.everything}


def _read(said: dict[str, Any] | None) -> Footprint | None:
    if said is None:
        return None
    return Footprint(**{**said, **{name: frozenset(said[name]) for name in _SETS}})
