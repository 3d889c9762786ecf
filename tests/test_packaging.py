"""What setup.cfg declares is what the code imports, and an installed gouji has all its files."""

import configparser
import importlib.metadata
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from code_tree import PRODUCT, ROOT, imports, modules, tracked
from test_layers import OWN

SETUP = configparser.ConfigParser()
NOT_INSTALLED = {"cv2": "opencv-python-headless", "PIL": "pillow", "docx": "python-docx"}
"""Projects of extras that are not here, where the project has another name than what is imported."""
SETUP.read(ROOT / "setup.cfg", encoding="utf-8")


def names(requirements: str) -> set[str]:
    """Normalised project names of a list of requirements, one a line."""
    found = (re.match(r"[A-Za-z0-9._-]+", line.strip()) for line in requirements.splitlines())
    return {re.sub(r"[-_.]+", "-", match.group()).lower() for match in found if match}


def imported(*places: str) -> set[str]:
    """Names of the projects that the code of these places imports directly."""
    tops = {item.top for path in modules(*places) for item in imports(path)}
    projects = importlib.metadata.packages_distributions()
    outside = tops - set(sys.stdlib_module_names) - OWN - {path.stem for path in modules("tests")}
    found = {top: projects.get(top, [NOT_INSTALLED.get(top, top)])[0] for top in outside}
    return {re.sub(r"[-_.]+", "-", project).lower() for project in found.values()}


def test_every_library_the_product_imports_is_declared_and_none_besides() -> None:
    """An optional part of the product names its libraries in an extra of its own."""
    needed = names(SETUP["options"]["install_requires"])
    extras = SETUP["options.extras_require"]
    optional = set().union(*(names(extras[extra]) for extra in extras if extra != "dev"))
    assert needed <= imported(*PRODUCT, "fixtures") <= needed | optional


def test_every_library_the_tests_import_is_declared() -> None:
    declared = names(SETUP["options"]["install_requires"]) | names(SETUP["options.extras_require"]["dev"])
    assert imported("tests", "docs", "benchmarks") <= declared


@pytest.mark.parametrize("extra", ["dev", "ocr", "producers"])
def test_the_lock_file_pins_what_is_declared_with_hashes_and_names_no_host(extra: str) -> None:
    name = "requirements.lock" if extra == "dev" else f"requirements-{extra}.lock"
    lock = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", lock.strip())[1:]
    pinned = [
        re.match(r"([a-z0-9-]+)(\[[a-z0-9,-]+\])?==\S+( ;.*)? \\\n    --hash=sha256:[0-9a-f]{64}", entry)
        for entry in entries
    ]
    assert all(pinned)
    declared = names(SETUP["options"]["install_requires"]) | names(SETUP["options.extras_require"][extra])
    assert declared <= {match.group(1) for match in pinned if match}
    assert "://" not in lock
    # pip takes a pin for one with extras only if it names them: else a newer release breaks the set-up
    assert "--no-strip-extras" in lock.splitlines()[0]


def test_an_installed_gouji_has_all_its_files(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for path in tracked():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, source / path)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--wheel-dir", tmp_path, source], check=True)
    (wheel,) = tmp_path.glob("gouji-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {Path(name) for name in archive.namelist()}
    wanted = {path for path in tracked() if path.parts[0] in {*PRODUCT, "fixtures"}}
    assert not {str(path) for path in wanted - packed}
