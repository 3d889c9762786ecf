"""Profiles: layers of default and year; the document says which."""

import pytest

from ingest.statutory.profiles import UnknownProfile, choose, profile


def test_the_ninth_table_is_asked_for_from_2020_on() -> None:
    assert "T09" not in profile("2019").tables
    assert "T09" in profile("2020").tables
    assert len(profile("2017").tables) == 8


def test_later_layers_win_and_the_year_names_its_classes() -> None:
    assert profile("2018").classes["210"] == "医疗卫生与计划生育支出"
    assert profile("2019").classes["210"] == "卫生健康支出"
    assert profile("2019").classes["215"] == "资源勘探信息等支出"
    assert profile("default").classes["215"] == "资源勘探工业信息等支出"


def test_what_the_document_does_not_say_is_not_guessed() -> None:
    assert choose(None) == "default"
    assert choose(2021) == "2021"
    assert choose(2021, "generic") == "generic"


@pytest.mark.parametrize("name", ["某地", "2024+某地", "1999", ""])
def test_an_unknown_profile_names_the_known_ones(name: str) -> None:
    with pytest.raises(UnknownProfile, match="default, generic"):
        choose(None, name)
