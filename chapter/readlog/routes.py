"""The log's pages, and what is shown written down."""

from flask import Blueprint

from chapter.readlog import noting

bp = Blueprint("readlog", __name__)
bp.after_app_request(noting.write_down)
