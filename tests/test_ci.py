"""What CI runs is run here, the same steps with the same shell: the action, the hook, the example workflow."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from code_tree import ROOT

CLEAN = ROOT / "fixtures" / "clean" / "report.txt"
FAULTY = ROOT / "fixtures" / "faulty" / "report.txt"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
WORKFLOW = yaml.safe_load((ROOT / "docs" / "examples" / "reports.yml").read_text(encoding="utf-8"))
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH with a gouji that runs this clone."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "gouji"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ROOT / "cli.py"}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def check_step(tmp_path: Path, path: str, **inputs: str) -> tuple[int, dict[str, str], str]:
    """Run the step `check` of the action: exit status, outputs, job summary."""
    values = {name: str(spec.get("default", "")) for name, spec in ACTION["inputs"].items()}
    values |= {name.replace("_", "-"): value for name, value in inputs.items()}
    step: Any = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "check")

    def value(text: str) -> str:
        return EXPRESSION.sub(lambda match: values[match[1].removeprefix("inputs.")], text)

    files = {name: tmp_path / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.touch()
    environment = {**os.environ, "PATH": path, **{name: str(file) for name, file in files.items()}}
    environment |= {name: value(text) for name, text in step["env"].items()}
    assert not EXPRESSION.search(step["run"]), "an expression inside a script would be run as a script"
    ran = subprocess.run(
        ["bash", "-c", step["run"]], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines())
    return ran.returncode, outputs, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")


def test_the_action_reports_and_fails_where_it_should(tmp_path: Path, path: str) -> None:
    status, outputs, summary = check_step(tmp_path, path, paths=f"{CLEAN}\n\n{FAULTY}\n")
    assert status == 1
    assert outputs == {"out": "gouji-out", "sarif": "gouji-out/results.sarif", "status": "1"}
    assert summary.startswith("## gouji")
    assert json.loads((tmp_path / outputs["sarif"]).read_text(encoding="utf-8"))["version"] == "2.1.0"
    left = {file.name for file in (tmp_path / "gouji-out").iterdir()}
    assert {"report.html", "findings.json", "issues.xlsx", "results.sarif", "junit.xml", "summary.md"} <= left
    before = str(tmp_path / "gouji-out" / "findings.json")
    assert check_step(tmp_path, path, paths=str(FAULTY), baseline=before, out="again")[0] == 0


def test_a_path_of_the_action_is_no_option_and_no_command(tmp_path: Path, path: str) -> None:
    status, outputs, _ = check_step(tmp_path, path, paths="--help\n$(touch owned)\n; touch owned\n")
    assert status == 2
    assert outputs["status"] == "2"
    assert not (tmp_path / "owned").exists()


def test_the_hook_runs_on_the_files_it_is_given(tmp_path: Path, path: str) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert re.search(hook["files"], "reports/a.pdf")
    assert not re.search(hook["files"], "reports/a.pdf.md")
    for file, status in ((CLEAN, 0), (FAULTY, 1)):
        command = [*hook["entry"].split(), str(file)]
        ran = subprocess.run(
            command, cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
        )
        assert ran.returncode == status, ran.stderr
        assert ran.stdout == ""
        assert (tmp_path / ".gouji-out" / "findings.json").is_file()


def test_the_example_workflow_finds_the_reports_a_change_adds(tmp_path: Path) -> None:
    steps = WORKFLOW["jobs"]["gouji"]["steps"]
    step = next(step for step in steps if step.get("id") == "changed")
    (tmp_path / "reports").mkdir()
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"]

    def commit(name: str) -> str:
        (tmp_path / "reports" / name).write_bytes(CLEAN.read_bytes())
        for words in (["add", "."], ["commit", "-qm", name]):
            subprocess.run([*git, *words], cwd=tmp_path, check=True)
        made = subprocess.run(["git", "rev-parse", "HEAD"], cwd=tmp_path, check=True, capture_output=True, text=True)
        return made.stdout.strip()

    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    base = commit("old.txt")
    commit("new one.txt")
    output = tmp_path.parent / f"{tmp_path.name}-output"
    environment = {**os.environ, "BASE": base, "GITHUB_OUTPUT": str(output)}
    subprocess.run(["bash", "-c", step["run"]], cwd=tmp_path, env=environment, check=True)
    assert output.read_text(encoding="utf-8") == "paths<<END-OF-PATHS\nreports/new one.txt\nEND-OF-PATHS\n"


def test_the_example_workflow_gives_the_action_what_it_knows() -> None:
    steps = WORKFLOW["jobs"]["gouji"]["steps"]
    used = next(step for step in steps if step.get("id") == "gouji")
    assert set(used["with"]) <= set(ACTION["inputs"])
    text = (ROOT / "docs" / "examples" / "reports.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"steps\.gouji\.outputs\.(\w+)", text)) <= set(ACTION["outputs"])
    for step in ACTION["runs"]["steps"]:
        assert step["shell"] == "bash"
