"""The only door to a store. No iterator of the store leaves this package: lists and bytes do."""
