"""Moved to ``search_form``, because a feature doesn't import another's forms."""

from chapter.people.search_form import criteria, search_form, show_criteria

__all__ = ["criteria", "search_form", "show_criteria"]
