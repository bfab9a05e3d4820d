"""What was published when, and what each publication changed. It survives the pruning of releases.

``log.jsonl`` is the truth: one line an activation, only ever appended to. From it and from the
dumps, ``history.sqlite`` derives the versions of every document; it is brought up to date by each
command that writes (`writing`), and read by the server through `reading.History`:

==================================  =====================================================
``activations()``, ``latest()``     what was active when
``activation_at(time)``             the release of a day (Memento)
``last_activation(release)``        when a release became the active one
``previous(release)``               the release before it
``change_files(sequence)``            the quads that came and went with an activation
``redaction(iri)``                  when and why something was taken out of all releases
``versions_of(document)``           TimeMap, timeline
``version_at(document, time)``      Memento of one entity
``body(version)``                   the triples of a version, whether or not its release is kept
``last_changes(after=, limit=)``    a page of living documents, each with its last change
``divide()``, ``last_changes_of()``   the same in parts of a size (sitemaps)
``changes(after=, limit=)``         a page of versions in their order (LDES, Atom)
``changes_of(sequence, limit=)``    the versions that came with an activation
``withdrawn(document)``             the tombstone of a document that is gone (410)
==================================  =====================================================

A *document* is an IRI without its fragment, under the publisher's base or the shared namespace. It
changes when a triple about it, or about one of its fragments, does; the graph that a triple stands
in, and the names of blank nodes, do not matter.
"""
