"""Contenders: what else could answer the same questions over the same data, on the same machine."""
