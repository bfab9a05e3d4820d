"""Write what a search looks through: labels of everything, the words in which statements were said.

Words are runs of characters of one kind, each written once, in pieces, with what it stands in: so a
search matches words, of which there are few, and never goes through what has them.
"""

import json
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from govkg.graph.index.bitsets import NONE, Numbers, pack, unpack
from govkg.graph.index.gathering import value_of
from govkg.graph.index.making.inserting import insert
from govkg.graph.index.parts import Part
from govkg.graph.index.words.grams import LATIN, folded, grams, runs
from govkg.vocabulary import SKOS

PROPERTIES: Final = (f"{SKOS}altLabel",)
TABLES: Final = """
CREATE TABLE spelling (text TEXT PRIMARY KEY, uses INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE piece USING fts5 (
  pieces, content = '', tokenize = 'unicode61 remove_diacritics 0', prefix = '1'
);
CREATE TABLE posting (word INTEGER, labels INTEGER, members BLOB, PRIMARY KEY (word, labels))
  WITHOUT ROWID;
CREATE TABLE named (word INTEGER, document INTEGER, PRIMARY KEY (word, document)) WITHOUT ROWID;
"""
"""*posting* has the statements with a *word* in a label, or in what was quoted; *named* has the
documents of other things with one in a label.
"""
SHORTEST: Final = 4
"""How long a word is, at least, whose spelling is kept."""
_WORDS: Final = "SELECT text, word.id FROM json_each(?) AS wanted JOIN word ON text = wanted.value"
_ADD: Final = "INSERT INTO piece (rowid, pieces) VALUES (?, ?)"
_DROP: Final = "INSERT INTO piece (piece, rowid, pieces) VALUES ('delete', ?, ?)"
_UNUSED: Final = """
SELECT word.id, text FROM json_each(?) AS wanted JOIN word ON text = wanted.value
WHERE NOT EXISTS (SELECT 1 FROM posting WHERE posting.word = word.id)
AND NOT EXISTS (SELECT 1 FROM named WHERE named.word = word.id)
"""
_USE: Final = """
INSERT INTO spelling VALUES (?, ?) ON CONFLICT (text) DO UPDATE SET uses = uses + excluded.uses
"""

Postings = dict[str, "array[int]"]
"""Words or texts, each with the numbers of what has it; some may stand there twice."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of a part: in labels of statements, in what is quoted, in labels of other things.

    *spellings* are those of all labels, each with how often it occurs.
    """

    labels: Postings
    quoted: Postings
    names: Postings
    spellings: Counter[str]

    def all(self) -> set[str]:
        return self.labels.keys() | self.quoted.keys() | self.names.keys()


def write_words(database: sqlite3.Connection, came: Part, went: Part) -> None:
    """Put the words of what *came* in the place of those of what *went*."""
    coming, going = _words(came), _words(went)
    ids = _number(database, coming.all() | going.all())
    for labels, (goes, comes) in enumerate(
        ((going.quoted, coming.quoted), (going.labels, coming.labels))
    ):
        for text in sorted(goes.keys() | comes.keys()):
            _change(database, (ids[text], labels), goes.get(text, ()), comes.get(text, ()))
    database.executemany(
        "DELETE FROM named WHERE word = ? AND document = ?", _pairs(ids, going.names)
    )
    insert(database, "named", _pairs(ids, coming.names))
    _forget_unused(database, going.all())
    uses = coming.spellings
    uses.subtract(going.spellings)
    database.executemany(_USE, sorted(uses.items()))
    database.execute("DELETE FROM spelling WHERE uses = 0")


def _words(part: Part) -> _Words:
    labels, quoted, names = _none("I"), _none("I"), _none("q")
    said = {one.iri for one in part.statements.values()}
    texts = _texts(part)
    for iri in part.subjects:
        if iri in texts and "#" not in iri and iri not in said:
            for text in texts[iri]:
                names[text].append(part.documents[iri])
    for at, one in part.statements.items():
        for text in texts.get(one.iri, ()):
            labels[text].append(at)
        for text in one.words:
            quoted[text].append(at)
    uses = Counter(chain.from_iterable(texts.get(iri, ()) for iri in part.subjects))
    return _Words(_by_word(labels), _by_word(quoted), _by_word(names), _spellings(uses))


def _texts(part: Part) -> Mapping[str, Sequence[str]]:
    """Give the labels of what has any, other ones among them."""
    found = {iri: [text for _, text in labels] for iri, labels in part.labels.items()}
    for iri in part.gathered.objects(PROPERTIES[0]):
        others = map(value_of, part.gathered.terms(iri, PROPERTIES[0]))
        found[iri] = [*found.get(iri, ()), *others]
    return found


def _none(code: str) -> Postings:
    return defaultdict(lambda: array(code))


def _by_word(by_text: Postings) -> Postings:
    """Give for each word what has a text that it is in: of texts there are few, many have each."""
    found: Postings = {}
    for text, numbers in by_text.items():
        for word in {run for run, _ in runs(folded(text))}:
            if word in found:
                found[word] += numbers
            else:
                found[word] = numbers[:]
    return found


def _spellings(uses: Mapping[str, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for text, count in uses.items():
        for run, size in runs(folded(text)):
            if size == LATIN and len(run) >= SHORTEST:
                found[run] += count
    return found


def _number(database: sqlite3.Connection, words: Iterable[str]) -> dict[str, int]:
    """Give the number of each of *words*, writing those that are new."""
    names = json.dumps(sorted(words))
    known: dict[str, int] = dict(database.execute(_WORDS, (names,)))
    for text in json.loads(names):
        if text not in known:
            row = database.execute("INSERT INTO word (text) VALUES (?)", (text,))
            known[text] = row.lastrowid or 0
            database.execute(_ADD, (known[text], grams(text)))
    return known


def _change(
    database: sqlite3.Connection, key: tuple[int, int], goes: Iterable[int], comes: Iterable[int]
) -> None:
    row = database.execute(
        "SELECT members FROM posting WHERE word = ? AND labels = ?", key
    ).fetchone()
    before = unpack(row[0]) if row else NONE
    members = before - Numbers(goes) | Numbers(comes)
    if members:
        database.execute("INSERT OR REPLACE INTO posting VALUES (?, ?, ?)", (*key, pack(members)))
    elif row:
        database.execute("DELETE FROM posting WHERE word = ? AND labels = ?", key)


def _pairs(ids: Mapping[str, int], postings: Postings) -> Iterator[tuple[int, int]]:
    return ((ids[text], at) for text in sorted(postings) for at in sorted({*postings[text]}))


def _forget_unused(database: sqlite3.Connection, words: Iterable[str]) -> None:
    unused = database.execute(_UNUSED, (json.dumps(sorted(words)),)).fetchall()
    # To take a row out of the pieces is to say them again.
    database.executemany(_DROP, ((number, grams(text)) for number, text in unused))
    database.executemany("DELETE FROM word WHERE id = ?", ((number,) for number, _ in unused))
