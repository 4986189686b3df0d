"""The worker's process: its loop, heartbeat and end."""

import logging
import os
import threading

import zmq

from console.media.worker.worker import Worker
from console.protocol.clock import Clock
from console.protocol.lifeline import BEAT_INTERVAL_S, Lifeline
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import WorkerConfig

log = logging.getLogger("sightline.media")

TURN_MS = 100
"""The longest wait for something to do; ``stopping`` is looked at in between."""


def run(config: WorkerConfig, lifeline: Lifeline, clock: Clock) -> int:
    """Serve until ``lifeline.stopping``; the exit status is 1 when a thread died of a defect."""
    _let_others_go_first()
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    worker = Worker(config, context, clock, PictureClock(clock, replays=config.replays))
    worker.start()
    beat_ns = 0
    whole = True
    while whole and not lifeline.stopping.is_set():
        worker.turn(TURN_MS)
        now_ns = clock.monotonic_ns()
        if now_ns - beat_ns >= BEAT_INTERVAL_S * 1e9:
            beat_ns = now_ns
            lifeline.beat(worker.beat_stats(), worker.notice)
            whole = worker.is_whole()
    if not whole:
        log.error("%s stops: one of its threads died, see above", config.name)
    status = 0 if whole else 1
    if not worker.stop() and threading.current_thread() is threading.main_thread():
        _leave_stuck_threads(status)
    context.term()
    return status


def _let_others_go_first() -> None:
    """Threads that wake up wait for the running one's end instead of interrupting it (sched(7), SCHED_BATCH).

    Measured with 100 tiles on two cores: 2 % less CPU, and windows are served no later.
    """
    try:
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))  # later threads inherit it
    except OSError as error:
        log.info("the worker's threads are scheduled as any others here (%s)", error)


def _leave_stuck_threads(status: int) -> None:
    """Leave without Python's own end.

    A demux thread may be inside a read for as long as its socket time-out, and only it may close its
    container. Python's end would tear the interpreter down under it. The frame files are removed already.
    """
    logging.shutdown()
    os._exit(status)
