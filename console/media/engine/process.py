"""The engine's process: its loop, heartbeat and end."""

import zmq

from console.media.engine.engine import Engine
from console.protocol.clock import Clock
from console.protocol.lifeline import BEAT_INTERVAL_S, Lifeline
from console.protocol.process_config import EngineConfig

TURN_MS = 100
"""The longest wait for something to do; ``stopping`` is looked at in between."""


def run(config: EngineConfig, lifeline: Lifeline, clock: Clock) -> int:
    """Serve until ``lifeline.stopping``."""
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    engine = Engine(config, context, clock)
    engine.start()
    beat_ns = 0
    while not lifeline.stopping.is_set():
        engine.turn(TURN_MS)
        now_ns = clock.monotonic_ns()
        if now_ns - beat_ns >= BEAT_INTERVAL_S * 1e9:
            beat_ns = now_ns
            lifeline.beat(engine.beat_stats())
    engine.stop()
    context.term()
    return 0
