"""Every measurement, one after the other: `make bench`. Each one also runs alone, as `python -m bench.NAME`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

NAMES = (
    "render",
    "preview",
    "sweep",
    "imports",
    "keys",
    "users",
    "user_files",
    "market",
    "checkout",
    "sign_in",
    "start",
)


def main() -> None:
    """A fresh process for each, so that none warms up another."""
    here = Path(__file__).parent
    for name in NAMES:
        if (here / f"{name}.py").is_file():
            print(f"— {name} —", flush=True)
            subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True, cwd=here.parent)


main()
