"""Whether the SDK is there, without importing it: that takes two seconds and 27 MB."""

from importlib.util import find_spec

from app.errors import OperatorError


def check_installed(needing: str) -> None:
    """Refuse in one line what cannot be served."""
    if find_spec("mcp") is None:
        raise OperatorError(f"mcp is not installed, which {needing} needs: install mission-kb[mcp]")
