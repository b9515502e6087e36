"""Run every `sh` block of the README, as a reader would type it.

`<!-- ci: interrupt after N s -->` before a block: press Ctrl-C after N seconds; it must then end cleanly (exit 0).
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"(?:<!-- ci: (?P<how>[^\n]*?) -->\n)?```sh\n(?P<body>.*?)```", re.DOTALL)
LIMIT_S = 3000


def main() -> int:
    for block in BLOCK.finditer(Path("README.md").read_text("utf-8")):
        interrupt = re.match(r"interrupt after (\d+) s", block["how"] or "")
        for command in filter(None, (line.strip() for line in block["body"].splitlines())):
            print(f"\n$ {command}", flush=True)
            code = run(command, int(interrupt.group(1)) if interrupt else None)
            if code:
                print(f"README: {command!r} ended with {code}", flush=True)
                return 1
    return 0


def run(command: str, interrupt_s: int | None) -> int:
    # whoever starts this in the background has Ctrl-C ignored, and a child would inherit that
    process = subprocess.Popen(
        ["bash", "-c", command], start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    )
    try:
        return process.wait(interrupt_s or LIMIT_S)
    except subprocess.TimeoutExpired:
        if interrupt_s is None:
            os.killpg(process.pid, signal.SIGKILL)
            print(f"README: {command!r} took more than {LIMIT_S} s", flush=True)
            return 1
        os.killpg(process.pid, signal.SIGINT)
        code = process.wait(60)
        return 0 if code in (-signal.SIGINT, 128 + signal.SIGINT) else code  # the shell and make say how they ended


if __name__ == "__main__":
    sys.exit(main())
