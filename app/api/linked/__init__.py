"""Linked data: things and facts as JSON-LD, in the words of schema.org and PROV."""
