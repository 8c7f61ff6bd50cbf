"""Pages."""

from flask import Blueprint

bp = Blueprint("leading", __name__)
