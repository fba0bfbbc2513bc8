"""Mission KB: a source-cited knowledge base of peace operations behind a REST API."""

__version__ = "0.1.0"
