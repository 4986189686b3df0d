"""Writes the sample package of the present schema: ``python -m tests.data.record_package``.

Those of older schemas stay as they are: tests open each of them.
"""

import shutil
import tempfile
from pathlib import Path

from console.app.package.manifest import SCHEMA
from console.app.package.signing import site_key
from console.app.package.trusted_keys import key_line
from tests.fakes.recorded_site import recorded_site, small_packets

DATA = Path(__file__).parent


def main() -> None:
    """Two cameras of four seconds, one of which has no picture; and the public key beside."""
    folder = DATA / f"package-v{SCHEMA}"
    with tempfile.TemporaryDirectory() as home:
        site = recorded_site(Path(home))
        site.film("cam-001", small_packets(1))
        site.package(Path(home) / "night")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(Path(home) / "night", folder)
        public = site_key(site.data_dir).public
    folder.with_suffix(".pub").write_text(f"{key_line(public, 'the sample site')}\n")


if __name__ == "__main__":
    main()
