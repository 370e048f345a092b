"""Tests the endpoint with the real SDK against the simulator at SCALEKIT_ENVIRONMENT_URL."""

import logging
import os
import re
import time

import pytest
import requests
from itsdangerous import TimestampSigner

import portal_link
from app import app

ORGANIZATION_ID = os.environ["SCALEKIT_ORGANIZATION_ID"]


class Simulator:
    url = f"{os.environ['SCALEKIT_ENVIRONMENT_URL']}/simulator"

    def tell(self, command, **given):
        requests.post(f"{self.url}/{command}", json=given, timeout=10).raise_for_status()

    @property
    def links(self):
        return requests.get(self.url, timeout=10).json()["links"]


@pytest.fixture
def simulator():
    simulator = Simulator()
    simulator.tell("reset")
    return simulator


@pytest.fixture
def client():
    return app.test_client()


def sign_in(client, name):
    """Signs in, and returns the headers that the portal's element sends."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/login").text)[1]
    form = {"username": name, "password": name, "csrf_token": token}
    assert client.post("/login", data=form).location == "/settings"
    return {"X-CSRFToken": token}


def test_an_administrator_gets_one_link_of_their_own_organization(simulator, client):
    answer = client.post("/api/portal-link", headers=sign_in(client, "ada"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert requests.get(answer.json["location"], timeout=10).status_code == 200
    assert [link["organizationId"] for link in simulator.links] == [ORGANIZATION_ID]


def test_a_section_gets_a_link_for_that_part_alone(simulator, client):
    answer = client.post("/api/portal-link?section=sso", headers=sign_in(client, "ada"))
    assert answer.status_code == 200
    assert [link["features"] for link in simulator.links] == [["sso"]]


def test_strangers_and_members_get_none(simulator, client):
    assert client.post("/api/portal-link").status_code == 401
    assert client.post("/api/portal-link", headers=sign_in(client, "mel")).status_code == 403
    assert simulator.links == []


def test_without_the_csrf_token_nobody_gets_one(simulator, client):
    headers = sign_in(client, "ada")
    assert client.post("/api/portal-link").status_code == 403
    assert client.post("/api/portal-link", headers={"X-CSRFToken": "wrong"}).status_code == 403
    assert simulator.links == []
    assert client.post("/api/portal-link", headers=headers).status_code == 200


def test_a_page_that_was_opened_six_hours_ago_still_gets_one(simulator, client, monkeypatch):
    with monkeypatch.context() as then:
        then.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) - 6 * 3600)
        headers = sign_in(client, "ada")
    assert client.post("/api/portal-link", headers=headers).status_code == 200
    assert len(simulator.links) == 1


def test_a_scalekit_that_was_down_at_first_is_tried_again(simulator, client, monkeypatch):
    headers = sign_in(client, "ada")
    portal_link.scalekit.cache_clear()
    with monkeypatch.context() as down:
        down.setenv("SCALEKIT_ENVIRONMENT_URL", "http://127.0.0.1:1")  # Nobody answers there.
        assert client.post("/api/portal-link", headers=headers).status_code == 502
    assert client.post("/api/portal-link", headers=headers).status_code == 200
    assert len(simulator.links) == 1


def test_a_failure_tells_the_log_why_and_the_page_nothing(simulator, client, caplog):
    headers = sign_in(client, "ada")
    simulator.tell("fail-next-link", status=500)
    with caplog.at_level(logging.ERROR):
        answer = client.post("/api/portal-link", headers=headers)
    assert answer.status_code == 502
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json == {"error": "The portal is not available."}
    reason = "ScalekitInternalServerException, INTERNAL"
    assert f"No link for {ORGANIZATION_ID}: {reason}" in caplog.text
    assert os.environ["SCALEKIT_CLIENT_SECRET"] not in caplog.text
    assert simulator.links == []
