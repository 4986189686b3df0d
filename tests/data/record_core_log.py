"""Records core-log.jsonl and its digest: a quarter of an hour with every kind of input.

Run from the repository's root, only when core is meant to decide differently, or entries get a new version:
    python -m tests.data.record_core_log
"""

import json
from pathlib import Path

from console.core.decisions import decision_digest
from console.core.log.input_log import encode_entry
from tests.fakes.whole_life import lived_through

FOLDER = Path(__file__).parent


def main() -> None:
    """Write both files."""
    feeder = lived_through()
    (FOLDER / "core-log.jsonl").write_bytes(b"".join(encode_entry(e) + b"\n" for e in feeder.entries))
    digest = {"inputs": len(feeder.entries), "decisions_sha256": decision_digest(feeder.decided)}
    (FOLDER / "core-log.digest.json").write_text(json.dumps(digest, indent=2) + "\n")


if __name__ == "__main__":
    main()
