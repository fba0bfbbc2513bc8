"""Missions over HTTP."""

import httpx


def test_minusma_is_liquidating_as_far_as_is_known(api: httpx.Client) -> None:
    mission = api.get("/v1/missions/minusma").json()
    assert mission["status"] == "liquidating"
