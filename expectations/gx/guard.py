"""What makes an exported checkpoint fail to load where our expectation is not known.

Great Expectations drops expectations of unknown types from a suite and goes on: an exported suite would pass
without having checked anything. An action of an unknown type is refused instead, with a message that quotes the
type; so the type of this action is the sentence its reader needs.
"""

from typing import Literal

from great_expectations.checkpoint.actions import ValidationAction
from great_expectations.checkpoint.checkpoint import CheckpointResult

from expectations.gxshape import EXPECTATION


class GoujiGuard(ValidationAction):
    """Refuse to load without `import expectations.gx`, and refuse a run in which no rule of gouji took part."""

    type: Literal["'import expectations.gx' (missing: put it before the checkpoint is loaded)"] = (
        "'import expectations.gx' (missing: put it before the checkpoint is loaded)"
    )
    name: str = "gouji guard"

    def run(self, checkpoint_result: CheckpointResult, action_context: object = None) -> dict[str, object]:
        """Count the rules that ran. Raises RuntimeError if a result holds none."""
        del action_context
        counts = []
        for result in checkpoint_result.run_results.values():
            types = [one.expectation_config.type for one in result.results if one.expectation_config is not None]
            counts.append(types.count(EXPECTATION))
        if not counts or 0 in counts:
            raise RuntimeError(
                "no rule of gouji took part in this run: the suite was loaded before 'import expectations.gx'"
            )
        return {"rules": sum(counts)}
