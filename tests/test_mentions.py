"""What a document says about itself, read from generated reports, clean and with one slip."""

from pathlib import Path

import pytest

from fixtures import text
from fixtures.canon import make_model
from fixtures.layout import SHANGHAI, Layout
from fixtures.report import Report, report
from fixtures.slips import SLIPS, slip
from ingest.facts import Canonical, Mention
from ingest.pipeline import read
from ingest.prose.mentions import _one_apart, _variants


def written(made: Report, folder: Path) -> Canonical:
    path = folder / "report.txt"
    path.write_text(text.write(made)[0], encoding="utf-8")
    return read(str(path))


def named(canonical: Canonical, what: str, place: str = "") -> list[Mention]:
    return [m for m in canonical.mentions if m.what == what and place in ("", m.place)]


@pytest.mark.parametrize("layout", [Layout(), SHANGHAI, Layout(narrative="before"), Layout(caption=False)])
def test_a_clean_report_says_one_year_and_one_name(tmp_path: Path, layout: Layout) -> None:
    model = make_model(11, year=2022)
    canonical = written(report(model, layout), tmp_path)
    assert {m.value for m in named(canonical, "年度")} == {"2022"}
    assert {m.value for m in named(canonical, "名称")} == {model.department}
    assert {m.place for m in named(canonical, "年度")} >= {"封面", "目录", "标题"}
    assert not named(canonical, "占位")
    assert not named(canonical, "未填")
    assert canonical.document.entity == model.department
    assert {m.value for m in named(canonical, "表", "目录")} == {m.value for m in named(canonical, "表", "正文")}
    assert {m.value for m in named(canonical, "章节", "目录")} == {m.value for m in named(canonical, "章节", "正文")}


@pytest.mark.parametrize("kind", ["year", "placeholder"])
def test_a_slip_is_mentioned_where_it_stands(tmp_path: Path, kind: str) -> None:
    clean = report(make_model(12, year=2022), Layout())
    for seed in range(6):
        made, slipped = slip(clean, kind, seed)
        canonical = written(made, tmp_path)
        wrong = [
            m for m in canonical.mentions if m.what in ("占位", "未填") or (m.what == "年度" and m.value != "2022")
        ]
        assert wrong, slipped
        assert all(m.location.line for m in wrong)


@pytest.mark.parametrize(
    ("text_", "found"),
    [
        ("云浦市城乡规划与建设局负责", ["云浦市城乡规划与建设局"]),
        ("云浦市城乡规划和建设局负责", []),
        ("云浦市城乡规划建设局负责", ["云浦市城乡规划建设局"]),
        ("临浦市城乡规划和建设局负责", []),
        ("云浦市城乡规划和建设局所属", []),
    ],
)
def test_a_name_that_differs_by_a_character(text_: str, found: list[str]) -> None:
    assert list(dict.fromkeys(_variants(text_, "云浦市城乡规划和建设局"))) == found


def test_numbers_and_directions_tell_two_bodies_apart() -> None:
    assert not _one_apart("云浦市第一小学", "云浦市第二小学")
    assert not _one_apart("云浦市东区管理局", "云浦市西区管理局")
    assert _one_apart("云浦市水务监测站", "云浦市水务检测站")


def test_every_kind_of_slip_finds_a_place() -> None:
    clean = report(make_model(13), Layout())
    for kind in SLIPS:
        made, _ = slip(clean, kind, 1)
        assert text.write(made)[0] != text.write(clean)[0]
    with pytest.raises(ValueError, match="no kind of slip"):
        slip(clean, "nothing", 1)
