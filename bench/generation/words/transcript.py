"""The text that a source would have: quotations among words that nobody quotes.

It is never published; what is, are the quotations, their places in it and its SHA-256.
"""

import hashlib
from random import Random
from typing import Final

_FILLERS: Final = {
    "en": (
        "We have listened to many people before we came here, and we thank all who wrote to us. ",
        "Much of this work is known to you already, and we shall not repeat what was said. ",
        "Questions on the details may be put to the departments after this meeting, as usual. ",
        "The year behind us was not an easy one, and yet the work went on in every district. ",
    ),
    "zh": (
        "此前我们广泛听取了各方面的意见和建议，在此一并表示衷心的感谢。",
        "相关情况大家已经比较了解，这里就不再一一赘述，请大家参阅有关材料。",
        "具体问题可以在会后与各有关部门联系，我们将按惯例认真予以答复。",
        "过去的一年很不平凡，各地各部门克服困难，各项工作都在有序推进。",
    ),
}
_QUOTED: Final = 0.35
"""The largest part of a text that is quoted; a rule warns above 0.4."""


class Transcript:
    """A text that grows, and is only kept as long as it is needed."""

    def __init__(self, language: str, random: Random, title: str) -> None:
        """Begin a text in *language* with its *title*, which no other has."""
        self._random = random
        self._fillers = _FILLERS[language]
        self._full_stop = "。" if language == "zh" else ". "
        self._parts: list[str] = []
        self._length = 0
        self._quoted = 0
        self._say(f"{title}\n\n")

    def quote(self, words: str) -> int:
        """Say *words* after some others, and give the offset of their first code point."""
        while self._quoted + len(words) > _QUOTED * (self._length + len(words)):
            self._say(self._random.choice(self._fillers))
        start = self._length
        self._say(words)
        self._say(self._full_stop)
        self._quoted += len(words)
        return start

    def _say(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)

    def content(self) -> bytes:
        """Give the file that would be read."""
        return "".join(self._parts).encode()


def checksum(content: bytes) -> str:
    """Give the SHA-256 of a file, in lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
