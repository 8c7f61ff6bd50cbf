"""The register's pages. They share the blueprint of the list, ``routes_people.bp``."""

from chapter.register import routes_conditions, routes_figures, routes_people

bp = routes_people.bp
__all__ = ["bp", "routes_conditions", "routes_figures"]
