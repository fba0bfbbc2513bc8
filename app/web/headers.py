"""The policy of the pages: what a browser may load for them, and who may frame them.

The other headers of security are those of every answer (`api/secured.py`).
"""

from collections.abc import Mapping

MEDIA_TYPE = "text/html; charset=utf-8"


def headers(frame_ancestors: str = "'none'") -> Mapping[str, str]:
    """Nothing from another host, and nothing inline; who may frame the page is the caller's to say."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": frame_ancestors,
    }
    return {"Content-Security-Policy": "; ".join(f"{name} {of}" for name, of in policy.items())}
