"""Courses in words."""

from chapter.courses.rules import Category
from chapter.i18n import lazy

CATEGORIES = {
    Category.BASIC: lazy("To begin with"),
    Category.FURTHER: lazy("To go further"),
}
