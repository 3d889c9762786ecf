"""Profiles: layers of default, year and place; the document says which and why."""

import pytest

from ingest.statutory.profiles import UnknownProfile, choose, profile
from ingest.templates import layers, templates


def test_the_ninth_table_is_asked_for_from_2020_on() -> None:
    assert "T09" not in profile("2019").tables
    assert "T09" in profile("2020").tables
    assert len(profile("2017").tables) == 8


def test_later_layers_win_and_the_year_names_its_classes() -> None:
    assert profile("2018").classes["210"] == "医疗卫生与计划生育支出"
    assert profile("2019").classes["210"] == "卫生健康支出"
    assert profile("2019").classes["215"] == "资源勘探信息等支出"
    assert profile("default").classes["215"] == "资源勘探工业信息等支出"


@pytest.mark.parametrize("place", list(layers()["places"]))
def test_a_place_is_known_by_the_body_s_name(place: str) -> None:
    word = layers()["places"][place]["names"][0]
    name, why = choose(f"{word}某局", 2024)
    assert name == f"2024+{place}"
    assert all("2024" in words and place in words for words in why.values())
    assert profile(name).tables == profile("2024").tables


def test_what_the_document_does_not_say_is_not_guessed() -> None:
    assert choose(None, None)[0] == "default"
    assert choose("某市某局", 2021)[0] == "2021"
    assert choose("某市某局", 2021, "generic")[0] == "generic"


def test_an_unknown_profile_names_the_known_ones() -> None:
    with pytest.raises(UnknownProfile, match="default, generic"):
        choose(None, None, "某地")


def test_layers_only_widen_what_is_recognised() -> None:
    for layer in (*layers()["years"], *layers()["places"].values()):
        for table, labels in layer.get("labels", {}).items():
            for name, words in labels.items():
                spec = templates()[table].rows.get(name)
                known = spec.labels if spec else templates()[table].columns[name]
                assert set(words) <= set(known)
