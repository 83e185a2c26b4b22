"""The program as users have it: built into a wheel, unpacked into a folder, and started from there."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def unpacked_wheel(folder: Path) -> Path:
    """Builds the wheel and unpacks it; gives a folder with the command `diagnostics`, which runs nothing of this checkout."""
    made = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT]
    subprocess.run(made, check=True, timeout=120, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    command = folder / "bin" / "diagnostics"
    command.parent.mkdir()
    run = "import diagnostics.cli as cli; assert cli.__file__.startswith(sys.path[1]), cli.__file__; cli.main(prog_name='diagnostics')"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={folder / "site"} exec {sys.executable} -c "import sys; {run}" "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return command.parent
