"""A worker process: loads the pipeline once, then does one job after another until its parent hangs up."""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import sys
import threading
import time
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from typing import Any


def main(connection: Connection, progress: Any, setup: Any, crash_file: str) -> None:
    """Serve jobs ``(kind, items)``; answer each with ``(result, peak memory in bytes)``.

    ``progress`` is shared memory: which item is being worked on (-1 for none) and since when (monotonic seconds), so
    that the parent can tell a culprit when this process hangs or dies.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    threading.Thread(target=_follow_parent, daemon=True).start()
    crash = open(crash_file, "wb", buffering=0)  # noqa: SIM115  (open for as long as the process lives)
    faulthandler.enable(crash, all_threads=False)
    faulthandler.register(signal.SIGUSR1, crash, all_threads=False)

    def tick(place: int) -> None:
        progress[1] = time.monotonic()
        progress[0] = place

    from extractor.archive.steps import broken_setup, extract, prepare

    try:
        pipeline = setup.load()
    except Exception as error:
        _answer(connection, broken_setup(error))
        return
    _answer(connection, None)
    while True:
        try:
            kind, items = pickle.loads(connection.recv_bytes())
        except (EOFError, OSError):
            return
        result: Any = prepare(items, setup, tick) if kind == "prepare" else extract(items, pipeline, setup, tick)
        progress[0] = -1
        _answer(connection, result)


def _answer(connection: Connection, result: Any) -> None:
    try:
        connection.send_bytes(pickle.dumps((result, peak_memory()), pickle.HIGHEST_PROTOCOL))
    except OSError:
        os._exit(1)


def peak_memory() -> int:
    """The most memory that this process has held, in bytes."""
    try:
        # getrusage would count what the process was a copy of before it became this program.
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _follow_parent() -> None:
    """End with the parent, however it ended, even from the middle of an article that never ends."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
