"""Searches get the shape they have now, and everybody in the register can be found and sorted."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WRITE = sa.text("UPDATE call_assignment SET target = :new WHERE id = :id").bindparams(
    sa.bindparam("new", type_=sa.JSON)
)


def upgrade() -> None:
    connection = op.get_bind()
    _complete_first_tables(connection)
    _combine_conditions(connection)
    _derive(connection)


def _complete_first_tables(connection: sa.Connection) -> None:
    """The first tables were made without this column for some hours; whoever founded a chapter then lacks it."""
    if "about" not in {column["name"] for column in sa.inspect(connection).get_columns("sign_in_link")}:
        with op.batch_alter_table("sign_in_link") as batch_op:
            batch_op.add_column(sa.Column("about", sa.String(), nullable=True))


def _combine_conditions(connection: sa.Connection) -> None:
    for id, target in connection.execute(sa.text("SELECT id, target FROM call_assignment")).all():
        old = json.loads(target) if isinstance(target, str) else target
        parts = [
            {"is": "tags", "value": value, "not": True} if name == "not_tags" else {"is": name, "value": value}
            for name, value in old.items()
            if value not in (None, "", [], False)
        ]
        connection.execute(WRITE, {"new": {"all": parts}, "id": id})


def _derive(connection: sa.Connection) -> None:
    """Today's rule is the right one here, whatever it was when this was written."""
    from chapter.people.rules import FOUND_BY, derived

    country = connection.scalar(sa.text("SELECT country FROM chapter")) or "SE"
    people = connection.execute(sa.text(f"SELECT id, {', '.join(FOUND_BY)} FROM person")).mappings().all()
    if people:
        connection.execute(
            sa.text("UPDATE person SET find_text = :find_text, sort_name = :sort_name WHERE id = :id"),
            [{"id": person["id"], **derived(person, country)} for person in people],
        )


def downgrade() -> None:
    """There is no way back: searches have come to say more than they could."""
