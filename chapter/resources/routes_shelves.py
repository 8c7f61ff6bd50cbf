"""The bank's categories: the chapter's own, in the order in which it wants them."""

from flask import Response, flash, request, url_for

from chapter.access import Permission, allow
from chapter.db import db
from chapter.i18n import _, in_language
from chapter.pages import render, see_other
from chapter.resources import actions, queries
from chapter.resources.forms import CategoryForm
from chapter.resources.routes_write import bp

STEPS = {"up": -1, "down": 1}


@bp.get("/new/categories")
@allow(Permission.PAGES_WRITE)
def categories() -> Response:
    """All of them, and a form for a new one."""
    return _page(CategoryForm(formdata=None))


@bp.post("/new/categories")
@allow(Permission.PAGES_WRITE)
def add_category() -> Response:
    """Make one."""
    form = CategoryForm()
    if not form.validate():
        return _page(form, 422)
    actions.add_category(form.written())
    db.session.commit()
    flash(_("The category is there."), "success")
    return see_other(url_for(".categories"))


def _page(form: CategoryForm, status: int = 200) -> Response:
    return render("resources/categories.html", status=status, form=form, categories=queries.categories())


@bp.get("/new/categories/<int:category_id>")
@allow(Permission.PAGES_WRITE)
def category(category_id: int) -> Response:
    """Its name, and a way to remove it."""
    found, form = queries.category(category_id), CategoryForm(formdata=None)
    form.show(found.name)
    return render("resources/category.html", form=form, category=found, many=queries.how_many(category_id))


@bp.post("/new/categories/<int:category_id>")
@allow(Permission.PAGES_WRITE)
def rename_category(category_id: int) -> Response:
    """Call it something else."""
    found, form = queries.category(category_id), CategoryForm()
    if not form.validate():
        many = queries.how_many(category_id)
        return render("resources/category.html", status=422, form=form, category=found, many=many)
    actions.rename_category(found, form.written())
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for(".categories"))


@bp.post("/new/categories/<int:category_id>/move")
@allow(Permission.PAGES_WRITE)
def move_category(category_id: int) -> Response:
    """One place up or down."""
    actions.move_category(queries.category(category_id), STEPS.get(request.form.get("step", ""), 0))
    db.session.commit()
    return see_other(url_for(".categories"))


@bp.post("/new/categories/<int:category_id>/remove")
@allow(Permission.PAGES_WRITE)
def remove_category(category_id: int) -> Response:
    """Remove it; what is in it stays in the bank."""
    found = queries.category(category_id)
    actions.remove_category(found)
    db.session.commit()
    flash(
        _("%(name)s is no longer a category. What was in it is still in the bank.", name=in_language(found.name)),
        "success",
    )
    return see_other(url_for(".categories"))
