"""What the doctor found, day by day."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from chapter.db import Model


class DoctorReport(Model):
    """The last look of a day. ``told``: the checks that were broken, and of which administrators know."""

    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    findings: Mapped[list[list[Any]]] = mapped_column(JSON)
    data_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    told: Mapped[list[str]]
