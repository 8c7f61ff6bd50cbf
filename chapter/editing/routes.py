"""The room's pages: writing, earlier versions, where pages stand, and what there is to look after."""

from chapter.editing import (
    routes_care,
    routes_new,
    routes_newer,
    routes_place,
    routes_remove,
    routes_tree,
    routes_versions,
    routes_write,
)

bp = routes_new.bp
__all__ = [
    "bp",
    "routes_care",
    "routes_newer",
    "routes_place",
    "routes_remove",
    "routes_tree",
    "routes_versions",
    "routes_write",
]
