"""Announcing a release: the caches in front are told that what they keep is no longer so."""

from collections.abc import Iterator, Sequence
from contextlib import closing

from app.database import Database
from app.errors import OperatorError
from app.queries.readiness import held_release
from app.settings import Settings

METHOD = "BAN"
RELEASE_HEADER = "Mission-KB-Release"
PATIENCE_SECONDS = 5
RETRIES = 2


def announce(settings: Settings) -> Iterator[str]:
    """Tell every cache which release the database holds; say which have heard, refuse if not all have.

    Told once more if another release has come meanwhile: whoever comes last has told the newest.
    """
    caches = settings.cache_addresses
    if not caches:
        return
    with closing(Database.of(settings)) as database:
        release = newest(database)
        deaf = told(caches, release)
        while release != (release := newest(database)):
            deaf = told(caches, release)
    yield from (f"Told {cache} of release {release}." for cache in caches if cache not in deaf)
    if deaf:
        reasons = "; ".join(f"{cache} {reason}" for cache, reason in deaf.items())
        raise OperatorError(
            f"release {release} is served, but not every cache in front knows: {reasons}; it may"
            " repeat older answers until what it keeps has run out: run `mission-kb announce` when"
            " it can be reached, or restart it empty"
        )


def newest(database: Database) -> str:
    """The id of the release that the database holds."""
    with database.session() as session:
        release = held_release(session)
    if release is None:
        raise OperatorError(f"database {database.name} holds no release: run `mission-kb seed`")
    return release.id


def told(caches: Sequence[str], release: str) -> dict[str, str]:
    """Tell all, also where one does not hear; those that have not, with the reason."""
    answers = {cache: tell(cache, release) for cache in caches}
    return {cache: why for cache, why in answers.items() if why is not None}


def tell(cache: str, release: str) -> str | None:
    """Tell one cache; why it has not understood, if so: one that has repeats the release."""
    import httpx

    transport = httpx.HTTPTransport(retries=RETRIES)
    try:
        with httpx.Client(transport=transport, timeout=PATIENCE_SECONDS, trust_env=False) as client:
            answer = client.request(METHOD, cache, headers={RELEASE_HEADER: release})
    except httpx.HTTPError as error:
        return f"cannot be reached ({str(error) or type(error).__name__})"
    if answer.status_code != httpx.codes.OK or answer.headers.get(RELEASE_HEADER) != release:
        return f"has answered {answer.status_code}: see that it uses deploy/varnish.vcl and lets this machine tell it"
    return None
