"""Pages."""

from flask import Blueprint

bp = Blueprint("calling", __name__)
