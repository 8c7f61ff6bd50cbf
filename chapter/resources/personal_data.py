"""What somebody keeps near is stored with their account; who put something into the bank, with the thing."""

from chapter.i18n import lazy
from chapter.people.claims import claim, signed
from chapter.people.stored import also

also("account", "resource_favourite")
also("did", "resource")
claim(
    "resource_favourite",
    lazy("Your favourites in the resource bank"),
    labels={"resource_id.title": lazy("Resource")},
    inner="account_id",
)
signed("resource", lazy("Resources that you put there or changed"))
