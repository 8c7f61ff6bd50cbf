"""That people were erased: when, how many and by whom, but never who; and whether it goes by itself."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from chapter.db import Model, intpk


class Erasure(Model):
    """So many people were erased at once. ``by`` is who pressed the button; nobody's, it went by itself."""

    id: Mapped[intpk]
    at: Mapped[datetime]
    by: Mapped[str]
    leavers: Mapped[int] = mapped_column(default=0)
    others: Mapped[int] = mapped_column(default=0)


class ErasingSwitch(Model):
    """From this moment leavers are erased by themselves when their day comes, or aren't any more; and who said so."""

    id: Mapped[intpk]
    at: Mapped[datetime]
    by: Mapped[str]
    is_on: Mapped[bool]
