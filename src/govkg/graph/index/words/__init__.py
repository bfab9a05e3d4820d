"""Words of labels and quotations: cut into pieces, written, and searched."""
