import signal
import subprocess
from collections.abc import Mapping

from devtools import signals
from devtools.project import ROOT

SECONDS_TO_STOP = 8.0


def call(command: list[str], env: Mapping[str, str]) -> int:
    """Runs it in the terminal's foreground; if we are told to stop, it may tidy up first."""
    with signals.held() as let_go:
        process = subprocess.Popen(command, env=env, cwd=ROOT, preexec_fn=let_go)
    try:
        return process.wait()
    except SystemExit:
        signals.ignore()
        process.send_signal(signal.SIGINT)
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise
