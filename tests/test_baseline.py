"""A baseline: what an earlier findings.json has is not new."""

import json
from pathlib import Path

import pytest

from expectations.baseline import BaselineError, load
from expectations.report.output import write
from report_sample import sample


def test_only_what_the_baseline_lacks_is_new(tmp_path: Path) -> None:
    path = tmp_path / "findings.json"
    write(path, [sample()], {"started": "", "seconds": 0, "command": "", "suites": []})
    found = sample().findings
    same = load(str(path))
    assert same.new(found) == ()
    assert same.gone(found) == 0
    held = json.loads(path.read_text(encoding="utf-8"))
    held["findings"] = [*held["findings"][1:], {"id": "gone"}]
    path.write_text(json.dumps(held), encoding="utf-8")
    fewer = load(str(path))
    assert fewer.new(found) == found[:1]
    assert fewer.gone(found) == 1


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"schema": "gouji.findings/2", "findings": []}', '{"schema": "gouji.findings/1"}', "\udcff"],
)
def test_another_file_is_refused_with_what_to_do(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BaselineError) as caught:
        load(str(path))
    assert str(caught.value).startswith(f"{path}: ")
    assert "findings.json" in str(caught.value)
