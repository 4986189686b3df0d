"""The simulated cameras' RTSP server: one thread, one selector, for all cameras and clients.

A pass over the cameras whose turn it is sends their frames, each with one system call; between passes the
loop sleeps. There are at most 16 passes for each frame interval and rate, however many cameras.
"""

import logging
import selectors
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from console.protocol.clock import Clock
from console.protocol.simulator_messages import Fault
from console.sim.bounded_sender import BoundedSender, ClientTooSlow
from console.sim.digest import DigestCheck
from console.sim.rtsp_messages import MalformedRequest, RtspRequest, RtspResponse, take_request
from console.sim.rtsp_session import RtspSession
from console.sim.streams import SimulatedStream

log = logging.getLogger("sightline.sim")

SEND_BUFFER_BYTES = 128 * 1024
RECEIVE_BYTES = 64 * 1024
LISTEN_BACKLOG = 512
ACCEPTS_A_TURN = 50
CUTTING_FAULTS = (Fault.CUT, Fault.REFUSE, Fault.UNAUTHORISED, Fault.SILENT)
"""They end the sessions that there are, so that clients meet the fault when they open again."""
AWAIT_NS = 4_000_000_000
"""A client waits so long for a stream that is being made (less than their time-outs), then is refused."""
ACCEPT_PAUSE_NS = 1_000_000_000
NS = 1_000_000_000


@dataclass(slots=True, eq=False)
class Client:
    """One connection."""

    connection: socket.socket
    sender: BoundedSender
    session: RtspSession
    received: bytearray
    waits_to_write: bool = False
    awaiting: "Awaiting | None" = None


@dataclass(slots=True)
class Awaiting:
    """A request that is answered once its stream is made, or refused at this time."""

    request: RtspRequest
    until_ns: int


@dataclass(slots=True)
class Turn:
    """The clients whose streams share rate and spread slot: they get their frames in one pass."""

    interval_ns: float
    first_ns: int
    next_index: int
    clients: set[Client]

    @property
    def due_ns(self) -> int:
        """When the next pass is due."""
        return self.first_ns + round(self.next_index * self.interval_ns)


class RtspServer:
    """Serves ``streams`` on loopback. The caller turns it: ``turn`` serves what is due, waiting a little."""

    def __init__(
        self, port: int, streams: Mapping[str, SimulatedStream], check: DigestCheck, clock: Clock
    ) -> None:
        self._port = port
        self._streams = streams
        self._check = check
        self._clock = clock
        self._selector: selectors.BaseSelector | None = None
        self._listener: socket.socket | None = None
        self._clients: set[Client] = set()
        self._awaiting: set[Client] = set()
        self._turns: dict[tuple[int, float], Turn] = {}
        self._accepts_again_ns = 0
        self.cut_sessions = 0
        self.frames_sent = 0
        self.late_frames = 0

    @property
    def port(self) -> int:
        """The port it listens on, also where 0 was asked for."""
        if self._listener is None:
            raise RuntimeError("not started")
        return int(self._listener.getsockname()[1])

    @property
    def sessions(self) -> int:
        """Clients that are being sent frames."""
        return sum(len(turn.clients) for turn in self._turns.values())

    def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        listener = socket.create_server(("127.0.0.1", self._port), backlog=LISTEN_BACKLOG)
        listener.setblocking(False)
        self._listener = listener
        self._selector = selectors.DefaultSelector()
        self._selector.register(listener, selectors.EVENT_READ, None)
        self._accepts_again_ns = 0

    def turn(self, wait_s: float) -> None:
        """Serve clients, and send the frames that are due; wait for work at most ``wait_s``."""
        if self._selector is None:
            raise RuntimeError("turn before start")
        if self._accepts_again_ns:
            self._resume_accepting()
        for key, events in self._selector.select(self._timeout_s(wait_s)):
            if key.data is None:
                self._accept()
            else:
                self._serve(key.data, events)
        self._answer_awaiting()
        self._send_due()

    def apply_fault(self, feeds: Iterable[str], fault: Fault) -> int:
        """Make cameras faulty or heal them; returns the number of streams. A cut leaves a fault be."""
        wanted = set(feeds)
        touched = [stream for stream in self._streams.values() if stream.feed in wanted]
        if fault is not Fault.CUT:
            now_ns = self._clock.monotonic_ns()
            for stream in touched:
                stream.set_fault(fault, now_ns)
        if fault in CUTTING_FAULTS:
            for client in [c for c in self._clients if c.session.stream in touched]:
                self._drop(client)
        return len(touched)

    def stop(self) -> None:
        """Close all connections and the port."""
        for client in list(self._clients):
            self._drop(client)
        if self._selector is not None:
            self._selector.close()
            self._selector = None
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    # --- clients

    def _accept(self) -> None:
        assert self._listener is not None and self._selector is not None
        for _ in range(ACCEPTS_A_TURN):
            try:
                connection, _ = self._listener.accept()
            except BlockingIOError:
                return
            except OSError as error:
                log.warning("connections to simulated cameras can't be accepted for a second: %s", error)
                self._selector.unregister(self._listener)
                self._accepts_again_ns = self._clock.monotonic_ns() + ACCEPT_PAUSE_NS
                return
            connection.setblocking(False)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
            session = RtspSession(self._streams, self._check)
            client = Client(connection, BoundedSender(connection), session, bytearray())
            self._clients.add(client)
            self._selector.register(connection, selectors.EVENT_READ, client)

    def _resume_accepting(self) -> None:
        """Listen again some time after an error (too many open files): at once it would only recur."""
        assert self._listener is not None and self._selector is not None
        if self._clock.monotonic_ns() >= self._accepts_again_ns:
            self._accepts_again_ns = 0
            self._selector.register(self._listener, selectors.EVENT_READ, None)

    def _serve(self, client: Client, events: int) -> None:
        try:
            if events & selectors.EVENT_WRITE:
                client.sender.flush()
            if events & selectors.EVENT_READ:
                data = client.connection.recv(RECEIVE_BYTES)
                if not data:
                    self._drop(client)
                    return
                client.received += data
                self._answer(client)
            self._watch(client)
        except MalformedRequest as error:
            log.info("a client of the simulated cameras was dropped: %s", error)
            self._drop(client, RtspResponse(400))
        except BlockingIOError:
            pass
        except OSError as error:
            self._lose(client, error)

    def _answer(self, client: Client) -> None:
        while client.awaiting is None and (request := take_request(client.received)) is not None:
            self._answer_one(client, request, self._clock.monotonic_ns())

    def _answer_one(self, client: Client, request: RtspRequest, now_ns: int) -> None:
        before = client.session.stream
        response = client.session.answer(request, now_ns)
        if client.session.awaited is not None:
            until_ns = client.awaiting.until_ns if client.awaiting else now_ns + AWAIT_NS
            if now_ns < until_ns:
                client.awaiting = Awaiting(request, until_ns)
                self._awaiting.add(client)
            else:
                response = RtspResponse(503)
        if response is None:
            return
        client.awaiting = None
        self._awaiting.discard(client)
        client.sender.send(response.encode(request.cseq))
        play = client.session.play
        if before is not None and client.session.stream is None:
            self._leave_turns(client)
        if play is not None and play.frames_sent == 0:
            self._join_turn(client, play.stream, now_ns)
            self._advance(client, now_ns)

    def _answer_awaiting(self) -> None:
        """Try the requests again whose streams are being made."""
        for client in list(self._awaiting):
            assert client.awaiting is not None
            try:
                self._answer_one(client, client.awaiting.request, self._clock.monotonic_ns())
                self._answer(client)
                self._watch(client)
            except MalformedRequest:
                self._drop(client, RtspResponse(400))
            except OSError as error:
                self._lose(client, error)

    def _watch(self, client: Client) -> None:
        """Ask for writability exactly while something waits to be written."""
        assert self._selector is not None
        if client.sender.is_behind != client.waits_to_write and client in self._clients:
            client.waits_to_write = client.sender.is_behind
            write = selectors.EVENT_WRITE if client.waits_to_write else 0
            self._selector.modify(client.connection, selectors.EVENT_READ | write, client)

    def _lose(self, client: Client, error: OSError) -> None:
        if isinstance(error, ClientTooSlow):
            self.cut_sessions += 1
            log.warning("a session of a simulated camera was cut: %s", error)
        self._drop(client)

    def _drop(self, client: Client, last_words: RtspResponse | None = None) -> None:
        if client not in self._clients:
            return
        assert self._selector is not None
        self._clients.discard(client)
        self._awaiting.discard(client)
        self._leave_turns(client)
        client.session.end()
        self._selector.unregister(client.connection)
        if last_words is not None:
            _say(client.connection, last_words)
        client.connection.close()

    # --- frames

    def _join_turn(self, client: Client, stream: SimulatedStream, now_ns: int) -> None:
        key = (stream.slot, stream.interval_ns)
        turn = self._turns.get(key)
        if turn is None:
            turn = Turn(stream.interval_ns, stream.epoch_ns, 0, set())
            self._turns[key] = turn
        if not turn.clients:
            turn.next_index = stream.latest(now_ns) + 1
        turn.clients.add(client)

    def _leave_turns(self, client: Client) -> None:
        for turn in self._turns.values():
            turn.clients.discard(client)

    def _timeout_s(self, wait_s: float) -> float:
        due_ns = min((turn.due_ns for turn in self._turns.values() if turn.clients), default=None)
        if due_ns is None:
            return wait_s
        return max(0.0, min(wait_s, (due_ns - self._clock.monotonic_ns()) / NS))

    def _send_due(self) -> None:
        for turn in self._turns.values():
            now_ns = self._clock.monotonic_ns()
            if not turn.clients or turn.due_ns > now_ns:
                continue
            for client in list(turn.clients):
                self._advance(client, now_ns)
            while turn.due_ns <= now_ns:
                turn.next_index += 1

    def _advance(self, client: Client, now_ns: int) -> None:
        play = client.session.play
        if play is None:
            return
        sent, late = play.frames_sent, play.frames_late
        try:
            play.advance(client.sender, now_ns, self._clock.now_ms())
            self._watch(client)
        except OSError as error:
            self._lose(client, error)
        self.frames_sent += play.frames_sent - sent
        self.late_frames += play.frames_late - late


def _say(connection: socket.socket, response: RtspResponse) -> None:
    """Send as far as the socket takes it: the connection ends anyway."""
    try:
        connection.send(response.encode("0"))
    except OSError as error:
        log.info("a client was gone before its last answer: %s", error)
