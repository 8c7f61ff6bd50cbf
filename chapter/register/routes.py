"""The register's pages. They share the blueprint of the list, ``routes_people.bp``."""

from chapter.register import (
    routes_add,
    routes_conditions,
    routes_do_not_call,
    routes_edit,
    routes_figures,
    routes_leaving,
    routes_leaving_call,
    routes_leaving_custom,
    routes_people,
    routes_person,
)

bp = routes_people.bp
__all__ = [
    "bp",
    "routes_add",
    "routes_conditions",
    "routes_do_not_call",
    "routes_edit",
    "routes_figures",
    "routes_leaving",
    "routes_leaving_call",
    "routes_leaving_custom",
    "routes_person",
]
