"""Only proxies that are named are believed; links are written by the name and the scheme of whoever asked."""

import httpx
import pytest

from app.settings import Settings
from tests.abuse.conftest import Serving

PATH = "/v1/missions?limit=1"


def self_link(api: httpx.Client, **headers: str) -> str:
    given = {name.replace("_", "-"): text for name, text in headers.items()}
    link: str = api.get(PATH, headers=given).json()["links"][0]["href"]
    return link


def test_whoever_asks_from_this_machine_is_no_proxy(serving: Serving) -> None:
    api = serving(rate_limit="3/hour")
    told = [
        api.get(
            PATH,
            headers={"X-Forwarded-For": f"192.0.2.{number}", "Forwarded": f"for=192.0.2.{number}"},
        )
        for number in range(4)
    ]
    assert [answer.status_code for answer in told] == [200, 200, 200, 429]
    assert self_link(serving(), X_Forwarded_Proto="https").startswith("http://127.0.0.1:")


def test_clients_behind_a_trusted_proxy_are_told_apart(serving: Serving) -> None:
    api = serving(rate_limit="1/hour", trusted_proxies="127.0.0.0/8,::1")
    for client in ("192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8:1::1"):
        asked = {"X-Forwarded-For": client}
        assert api.get(PATH, headers=asked).status_code == 200
        assert api.get(PATH, headers=asked).status_code == 429
    assert api.get(PATH, headers={"X-Forwarded-For": "2001:db8::ffff"}).status_code == 429


def test_a_client_cannot_make_itself_another_behind_a_proxy(serving: Serving) -> None:
    api = serving(rate_limit="2/hour", trusted_proxies="127.0.0.1")
    made_up = [f"198.51.100.{number}, 192.0.2.1" for number in range(3)]
    told = [api.get(PATH, headers={"X-Forwarded-For": text}).status_code for text in made_up]
    assert told == [200, 200, 429]


def test_several_proxies_are_gone_through_from_the_nearest(serving: Serving) -> None:
    api = serving(rate_limit="1/hour", trusted_proxies="127.0.0.1,10.0.0.0/8")
    assert api.get(PATH, headers={"X-Forwarded-For": "192.0.2.1, 10.0.0.7"}).status_code == 200
    assert api.get(PATH, headers={"X-Forwarded-For": "192.0.2.2, 10.0.0.7"}).status_code == 200
    assert api.get(PATH, headers={"X-Forwarded-For": "192.0.2.1, 10.0.0.8"}).status_code == 429


def test_links_have_the_scheme_that_a_trusted_proxy_was_asked_by_and_the_host_it_passes_on(
    serving: Serving,
) -> None:
    api = serving(trusted_proxies="127.0.0.1")
    link = self_link(api, Host="kb.example.org", X_Forwarded_Proto="https")
    assert link == "https://kb.example.org/v1/missions?limit=1"


def test_a_host_that_is_forwarded_is_never_believed(serving: Serving) -> None:
    api = serving(trusted_proxies="127.0.0.1")
    link = self_link(api, Host="kb.example.org", X_Forwarded_Host="evil.example")
    assert link == "http://kb.example.org/v1/missions?limit=1"


@pytest.mark.parametrize("text", ["*", "proxy", "10.0.0.1/8", "10.0.0.1,", "10.0.0.1 10.0.0.2"])
def test_proxies_are_addresses_and_networks(text: str) -> None:
    with pytest.raises(ValueError, match="trusted_proxies"):
        Settings(trusted_proxies=text)
