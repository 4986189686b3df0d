"""Core's one loop: timers, rules, alerts, commands, what is on disk by now, and telling everybody."""

import zmq

from console.core.boundary.alert_receiver import AlertReceiver
from console.core.boundary.alert_sockets import AlertSockets
from console.core.boundary.command_receiver import CommandReceiver
from console.core.log.decider import Decider
from console.core.log.store import Store
from console.core.presets.rule_clock import RuleClock
from console.core.publishing.outlet import Outlet
from console.core.recording.room_desk import RoomDesk
from console.protocol.clock import Clock
from console.protocol.core_changes import AnyCoreChange
from console.protocol.publisher import Publisher

LONGEST_WAIT_MS = 100


class Loop:
    """``turn`` waits until there is something to do, and does it."""

    def __init__(
        self,
        alerts: AlertReceiver,
        commands: CommandReceiver,
        decider: Decider,
        outlet: Outlet,
        store: Store,
        room: RoomDesk,
        publisher: Publisher[AnyCoreChange],
        clock: Clock,
    ) -> None:
        self._alerts = alerts
        self._commands = commands
        self._decider = decider
        self._rules = RuleClock(decider)
        self._outlet = outlet
        self._store = store
        self._room = room
        self._publisher = publisher
        self._clock = clock
        self._poller = zmq.Poller()
        self._more = False
        self.longest_turn_ns = 0

    def listen(self, sockets: AlertSockets, commands: zmq.Socket[bytes]) -> None:
        """Wake up for these, for who subscribes, and for commits of the store."""
        for socket in (*sockets.sockets, commands, self._publisher.socket):
            self._poller.register(socket, zmq.POLLIN)
        self._poller.register(self._store.wake_fd, zmq.POLLIN)

    def turn(self) -> None:
        """One round. What an alert changes is published before its commit is waited for."""
        come = dict(self._poller.poll(self._wait_ms()))
        begun_ns = self._clock.monotonic_ns()
        self._store.clear_wake()
        if self._publisher.socket in come:
            self._publisher.greet()  # else a window that starts would hear of core with the next heartbeat
        self._decider.fire_due_timers()
        self._rules.turn()
        self._room.turn()
        self._more = self._alerts.take()
        self._outlet.publish()
        self._commands.take()
        self._outlet.publish()
        self._alerts.answer()
        self._commands.answer()
        self.longest_turn_ns = max(self.longest_turn_ns, self._clock.monotonic_ns() - begun_ns)

    def _wait_ms(self) -> int:
        if self._more:
            return 0
        waits_ms = [LONGEST_WAIT_MS]
        timer_ms = self._decider.ms_to_next_timer()
        if timer_ms is not None:
            waits_ms.append(timer_ms)
        due_ns = self._alerts.acknowledgements.next_due_ns()
        if due_ns is not None:
            waits_ms.append(max(0, -(-(due_ns - self._clock.monotonic_ns()) // 1_000_000)))
        return min(waits_ms)
