"""What every answer carries."""

import pytest

from tests import factories


@pytest.mark.parametrize("path", ["/", "/sign-in", "/finns/inte", "/colours.css", "/healthz", "/static/app.css"])
def test_the_policy_allows_nothing_in_line_and_nothing_from_elsewhere(client, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_personal_pages_are_not_stored(client):
    client.sign_in(factories.account())
    assert client.get("/my").headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_for_a_year_under_their_fingerprint(client):
    page = client.get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    kept = client.get(address).headers
    assert (kept["Cache-Control"], kept["Vary"]) == ("public, max-age=31536000, immutable", "Accept-Encoding")
    assert "immutable" not in client.get("/static/app.css").headers.get("Cache-Control", "")


def test_cookies_are_closed_to_scripts_and_other_sites(client):
    client.get("/sign-in")
    client.get("/?lang=nb")
    for cookie in client._cookies.values():
        assert cookie.http_only
        assert cookie.same_site == "Lax"


def test_a_database_that_is_behind_is_not_well(client, monkeypatch):
    assert client.get("/healthz").json == {"ok": True}
    monkeypatch.setattr("chapter.health.newest", lambda: "9999")
    response = client.get("/healthz")
    assert (response.status_code, response.json) == (503, {"ok": False})
