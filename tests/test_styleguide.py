"""The style guide is there for those who build Chapter, and for nobody else."""

from flask import Flask

from chapter import styleguide
from tests.conftest import Client


def test_it_is_no_page_of_the_chapter(client: Client):
    assert client.get("/styleguide").status_code == 404


def test_while_debugging_it_shows_every_macro(app: Flask, monkeypatch):
    debugged = Flask("debugged")
    debugged.debug = True

    styleguide.init_app(debugged)

    assert "shared.styleguide" in debugged.view_functions
