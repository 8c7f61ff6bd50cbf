"""What a file would change is seen before anything changes."""

import pytest

from chapter.imports.routes_run import PARTS
from chapter.imports.rules import Kind, Stage
from tests import factories
from tests.conftest import Client
from tests.imports import made


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.MAPPING])
def test_there_is_a_page_for_every_stage(coordinator: Client, stage: Stage):
    page = coordinator.get(f"/imports/{made.run(stage).id}/")

    assert page.status_code == 200
    assert "medlemmar.csv" in page.text
    assert stage in PARTS


def test_whose_columns_are_not_known_is_asked_for_them(coordinator: Client):
    run = made.run(Stage.MAPPING)

    assert coordinator.get(f"/imports/{run.id}/").location == f"/imports/{run.id}/columns"


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_of_row_has_its_list(coordinator: Client, kind: Kind):
    run = made.run()
    made.row(run, kind, person=factories.person("Siri", "Berg") if kind in ("changed", "same", "missing") else None)

    page = coordinator.get(f"/imports/{run.id}/?kind={kind}")

    assert page.status_code == 200
    assert "Siri Berg" in page.text
