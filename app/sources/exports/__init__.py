"""The knowledge base as a folder of files: written whole, and loaded from it again."""
