"""What is counted of people when nothing else of them remains."""

from sqlalchemy.orm import Mapped, mapped_column

from chapter.db import Model


class LeftTally(Model):
    """How many who left in a year, and are erased, said why (``rules_leaving.Why``); without a person."""

    year: Mapped[int] = mapped_column(primary_key=True)
    why: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class MonthTally(Model):
    """How many who are erased had joined and had left in a month; without a person."""

    year: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    joined: Mapped[int] = mapped_column(default=0)
    left: Mapped[int] = mapped_column(default=0)
