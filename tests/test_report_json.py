"""findings.json against its schema and the contract; files written whole or not at all."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from expectations.report import files
from expectations.report.output import build, run_record, write
from report_sample import hostile, refused, sample

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "findings.schema.json").read_text(encoding="utf-8"))
RUN = run_record(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), 1.25, "gouji check x.pdf", [("accounts", "1", "0" * 64)])


def test_the_schema_is_one_and_closed_everywhere() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    def closed(node: object) -> None:
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert list(node["required"]) == list(node["properties"])
            for below in node.values():
                closed(below)
        elif isinstance(node, list):
            for below in node:
                closed(below)

    closed(SCHEMA)


@pytest.mark.parametrize("text", ["<script>", "\x00\x1b[2J", "\udc80\u202e", "", "长" * 5000])
def test_output_holds_to_the_schema(text: str, tmp_path: Path) -> None:
    write(tmp_path / "findings.json", [sample(), refused(), hostile(text)], RUN)
    data = json.loads((tmp_path / "findings.json").read_bytes())
    Draft202012Validator(SCHEMA).validate(data)
    assert list(data) == list(SCHEMA["properties"])
    assert list(data["findings"][0]) == list(SCHEMA["$defs"]["finding"]["properties"])


def test_reasons_are_given_in_both_languages() -> None:
    data = json.loads(json.dumps(build([sample(), refused()], RUN)))
    assert [document["reason"] for document in data["documents"]] == [
        None,
        {"zh": "预算文件，不是决算", "en": "a budget, not final accounts"},
    ]
    (doubt,) = data["doubts"]
    assert doubt["reason"] == {"zh": "Q-03 断开的数已接上", "en": "Q-03 a number broken by a blank was rejoined"}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        write(tmp_path / name, [sample()], RUN)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert b"\\u4e07" not in (tmp_path / "a.json").read_bytes()


def test_everything_of_every_document_is_there() -> None:
    data = build([sample(), refused()], RUN)
    documents, coverage = data["documents"], data["coverage"]
    assert isinstance(documents, list)
    assert isinstance(coverage, list)
    assert [d["status"] for d in documents] == ["checked", "refused"]
    assert coverage[0]["checks"] == sum(v for k, v in coverage[0].items() if k not in {"document", "checks"})


def test_started_honours_source_date_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert run_record(datetime.now(UTC), 0, "", [])["started"] == "1970-01-02T00:00:00Z"


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "x.txt"
    files.write_text(target, "old")
    with pytest.raises(TypeError):
        files.write_bytes(target, "not bytes")  # type: ignore[arg-type]
    assert target.read_text() == "old"
    assert [p.name for p in target.parent.iterdir()] == ["x.txt"]
