"""Export the suites as a Great Expectations project that is opened with plain Great Expectations."""

from collections.abc import Sequence
from pathlib import Path

import great_expectations
from great_expectations import Checkpoint, ValidationDefinition

from expectations.gx.guard import GoujiGuard
from expectations.gx.runner import silence, suite_of
from expectations.rule import Rule
from ingest.arrow import facts_table, write_parquet
from ingest.errors import GoujiError
from ingest.model import Text

DATA = "data"
"""Where the project's file checkpoint looks for facts.parquet, below the project folder."""


class ExportError(GoujiError):
    """The suites cannot be exported to where the user asked."""


def export(rules: Sequence[Rule], folder: Path) -> Path:
    """Write a project into `folder` and return the folder of its configuration.

    It holds the suite `gouji` and two checkpoints, each guarded against a missing `import expectations.gx`:
    `gouji` reads `data/facts.parquet` of the project (one without rows is put there, and fails until it is
    replaced), `gouji-dataframe` takes a frame as `batch_parameters={"dataframe": …}`. The project knows its data
    folder by absolute path (Great Expectations takes a relative one from the working directory): after moving it,
    edit `base_directory` in great_expectations.yml. Raises ExportError if there is a project already, OSError.
    """
    root = folder / "gx"
    if root.exists():
        raise ExportError(
            Text(f"{root}: 已有内容；请指定空文件夹", f"{root}: there is something here already; give an empty folder")
        )
    (folder / DATA).mkdir(parents=True, exist_ok=True)
    facts = folder / DATA / "facts.parquet"
    if not facts.exists():
        write_parquet(facts_table(()), facts)
    context = great_expectations.get_context(mode="file", project_root_dir=folder)
    silence(context)
    suite = context.suites.add(suite_of(rules))
    file = (
        context.data_sources.add_pandas_filesystem("gouji-files", base_directory=(folder / DATA).resolve())
        .add_parquet_asset("facts")
        .add_batch_definition_path("facts.parquet", path="facts.parquet")
    )
    held = (
        context.data_sources.add_pandas("gouji-frames")
        .add_dataframe_asset("facts")
        .add_batch_definition_whole_dataframe("facts")
    )
    for name, batch in (("gouji", file), ("gouji-dataframe", held)):
        definition = context.validation_definitions.add(ValidationDefinition(name=name, data=batch, suite=suite))
        context.checkpoints.add(Checkpoint(name=name, validation_definitions=[definition], actions=[GoujiGuard()]))
    return root
