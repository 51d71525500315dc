"""The catalog is data: complete, consistent, honest about licenses."""

from __future__ import annotations

import pytest

from newsum.models import catalog
from newsum.models.cache import HUB_ID
from newsum.models.hub import COMMIT


@pytest.mark.parametrize("entry", catalog.ENTRIES.values(), ids=list(catalog.ENTRIES))
def test_every_entry_is_complete(entry: catalog.Entry) -> None:
    assert catalog.ENTRIES[entry.name] is entry
    assert all(HUB_ID.fullmatch(each) for each in entry.repositories)
    assert bool(entry.repositories) == bool(entry.size) == (entry.name != catalog.BUILTIN)
    assert entry.title
    assert entry.license
    assert entry.license in entry.notice


def test_models_are_pinned_to_commits() -> None:
    pins = {pin for entry in catalog.ENTRIES.values() for pin in entry.pins}
    branches = {repository for repository, revision in pins if not COMMIT.fullmatch(revision)}
    assert branches == {
        repository
        for name in ("crosssum", "crosssum-base", "crosssum-en")
        for repository in catalog.ENTRIES[name].repositories
    }
    assert len(pins) == len(dict(pins)), "one repository, one commit"


@pytest.mark.parametrize("name", ["crosssum", "crosssum-en", "crosssum-zh", "xlsum", "nllb"])
def test_non_commercial_licenses_are_said(name: str) -> None:
    assert "NC" in catalog.ENTRIES[name].license
    assert "NON-COMMERCIAL" in catalog.ENTRIES[name].notice


def test_every_nc_license_is_marked() -> None:
    for entry in catalog.ENTRIES.values():
        assert entry.commercial != ("-NC" in entry.license)


def test_found_by_short_name_and_by_hub_id() -> None:
    assert catalog.find("facebook/nllb-200-distilled-600M") is catalog.ENTRIES["nllb"]
    assert catalog.short("facebook/m2m100_418M") == "m2m100"
    assert catalog.short("someone/else") == "someone/else"
