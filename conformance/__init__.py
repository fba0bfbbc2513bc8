"""Mission KB held against software that nobody here wrote: `make conformance`."""
