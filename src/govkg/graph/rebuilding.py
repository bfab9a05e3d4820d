"""What follows from a release before may be of no use; then it is built anew."""


class RebuildError(Exception):
    """A change takes too much, or what it should follow from is not what it was made of."""
