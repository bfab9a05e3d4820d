"""SHACL engines beside each other: what each finds, in what time, in what memory."""
