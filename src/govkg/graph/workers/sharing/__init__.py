"""One process has the workers, others ask it: so they share one template, one queue, one limit.

Who asks makes both ends of a *line*, for one question at a time, and puts one of them through the
*door*, a channel that all who ask have in common, with the release to follow. So nothing has a name
that strangers could find, and workers that another process starts anew hear what they must know.
A line that is closed ends its question; and nobody is left to ask once the door is closed.
"""
