"""Target against actual value: which pairs can be compared, and which targets were reached."""

import pytest

from expectations.targets import comparable
from ingest.facts import Indicator
from ingest.model import Location
from ingest.values import with_values


def item(target: str, actual: str, name: str = "培训人数") -> Indicator:
    return with_values(
        Indicator("F", "d", Location(), "产出目标", f"产出目标/1/{name}", name, None, target, actual, None, None)
    )


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("≥100人", "120人", True),
        ("100人", "80人", False),
        ("≥95%", "94.9%", False),
        ("≤5次", "3次", True),
        ("≤5次", "6次", False),
        (">10个", "10个", None),
        ("50万元", "500000元", True),
        ("1000家", "1200家企业", True),
        ("≥97", "96", False),
        ("100%", "0", False),
    ],
)
def test_a_target_is_reached_or_not(target: str, actual: str, met: bool | None) -> None:
    pair = comparable(item(target, actual, "完成数"))
    assert pair is not None
    assert pair.met is met


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("健全", "健全"),
        ("100人", "≥90人"),
        ("约100人", "90人"),
        ("100人", "90%"),
        ("100%", "0.98"),
        ("80-90%", "85%"),
        ("", "90人"),
        ("2024年6月", "2024年7月"),
    ],
)
def test_what_cannot_be_compared(target: str, actual: str) -> None:
    assert comparable(item(target, actual)) is None


def test_a_bare_number_of_what_one_wants_little_of_has_no_direction() -> None:
    for name, target, actual in (("有效投诉次数", "10次", "3次"), ("办理时长", "10个工作日", "12个工作日")):
        pair = comparable(item(target, actual, name))
        assert pair is not None
        assert pair.met is None


@pytest.mark.parametrize(("target", "actual"), [("86800万份", "86441份"), ("≥100万套", "155套")])
def test_a_factor_left_out_is_no_missed_target(target: str, actual: str) -> None:
    assert comparable(item(target, actual)) is None


def test_a_factor_in_one_of_two_values_is_multiplied_out() -> None:
    assert comparable(item("1万人", "12000人")) is not None
