"""The worker itself: carries out plans, keeps streams and slots, reports. Its main thread only."""

import logging
import uuid
from pathlib import Path

import cv2
import zmq

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import SlotKey, SlotPlan, StreamPlan
from console.domain.picture import LostCause, PictureState
from console.media.worker.core_confinement import OwnCores
from console.media.worker.decode_pool import DecodePool
from console.media.worker.frame_files import FrameFiles, remove_left_over
from console.media.worker.gpu import Card, find_gpu
from console.media.worker.heap import TRIM_INTERVAL_NS, trim_heap
from console.media.worker.opening_gate import OpeningGate
from console.media.worker.plan_peers import PlanPeers
from console.media.worker.posters import Posters, poster_files_of
from console.media.worker.quarantine import Quarantine
from console.media.worker.replay.bare_reasons import BareReasons
from console.media.worker.replay.file_session import FileSession
from console.media.worker.replay.recorded_words import RecordedWords
from console.media.worker.replay.stream_tape import StreamTape, tapes_of
from console.media.worker.rtsp_source import LostReason, timeout_ns
from console.media.worker.session import Session, first_jitter_s
from console.media.worker.shown_slot import ShownSlot
from console.media.worker.stream import Stream
from console.media.worker.stream_recording import StreamRecording
from console.media.worker.wake import Wake
from console.media.worker.worker_stats import WorkerStats
from console.protocol.clock import Clock
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import SlotPlace, WorkerPlan, WorkerReport
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import StreamSource, WorkerConfig
from console.protocol.slots import SlotWriter

log = logging.getLogger("sightline.media")

REPORT_NS = 1_000_000_000
EACH_SECOND_NS = 1_000_000_000
HEALTH_NS = 250_000_000
"""How often health is looked at without a reason: STALE comes by time alone."""
HEALTH_SPACING_NS = 50_000_000
"""Three hundred cameras that connect at once make twenty reports a second, not three hundred."""
STOP_WAIT_S = 0.8
STUCK_NS = 15_000_000_000
"""Three socket time-outs without a packet: control packets keep such a read alive for ever."""
STUCK_TIMEOUTS = 1.2
"""So many of its own time-outs, where the site raised that: FFmpeg gives up by itself before."""
MOST_ABANDONED = 2
"""Stuck threads of one camera; each may hold one of its few sessions."""

NO_ROOM = LostReason(LostCause.NO_ROOM, "shared memory is full: its picture has no place")

StreamKey = tuple[FeedId, Profile]


class Worker:
    """One shard of the cameras. ``turn`` is its loop's body."""

    def __init__(
        self,
        config: WorkerConfig,
        context: zmq.Context[zmq.Socket[bytes]],
        clock: Clock,
        picture_clock: PictureClock,
    ) -> None:
        self.boot = uuid.uuid4().hex[:8]
        self._config = config
        self._clock = clock
        self._picture_clock = picture_clock
        self._sources: dict[StreamKey, StreamSource] = {
            (source.feed, source.profile): source for source in config.streams
        }
        endpoints = Endpoints(Path(config.run_dir))
        self._peers = PlanPeers(context, endpoints.worker(config.name), clock)
        self._files = FrameFiles(Path(config.frames_dir), config.name, self.boot)
        self._quarantine = Quarantine(Path(config.frames_dir), config.name, self.boot)
        self._pool = DecodePool(config.decode_threads, clock, self._quarantine.mark, config.workers)
        self._posters = Posters(Path(config.frames_dir), config.name, self.boot, self._pool)
        self._cores = OwnCores(config.cores)
        self._gate = OpeningGate(clock)
        self._recording = StreamRecording(config.video_dir, clock, self.boot, config.least_free_bytes)
        self._wake = Wake()
        self._gpu: Card | None = None
        self._poller = zmq.Poller()
        self._streams: dict[StreamKey, Stream] = {}
        self._sessions: dict[StreamKey, Session] = {}
        self._replayed: dict[StreamKey, FileSession] = {}
        self._tapes: dict[StreamKey, StreamTape] = {}
        self._leaving: list[Session] = []
        self._abandoned: dict[StreamKey, list[Session]] = {}
        self._slots: dict[SlotKey, SlotWriter] = {}
        self._unplaced: set[SlotKey] = set()
        self._plan: WorkerPlan | None = None
        self._reported: tuple[object, ...] = ()
        self._reported_ns = 0
        self._looked_ns = 0
        self._second_ns = 0
        self._trimmed_ns = clock.monotonic_ns()
        self._health_owed = False
        self.stats = WorkerStats()

    def start(self) -> None:
        """Remove what an earlier life left, bind, start the decode threads."""
        cv2.setNumThreads(1)  # the pool is the parallelism; OpenCV's own threads would fight it
        names = (self._config.name, poster_files_of(self._config.name))
        left_over = sum(remove_left_over(Path(self._config.frames_dir), one, self.boot) for one in names)
        if left_over:
            log.info("%d frame files of an earlier %s removed", left_over, self._config.name)
        self._gpu = find_gpu(resizes=self._config.gpu == "auto") if self._config.gpu else None
        if self._config.replay is not None:
            self._tapes = tapes_of(self._config.replay)
        self._cores.start()
        self._quarantine.start(self._clock.monotonic_ns())
        self._recording.start()
        self._peers.start()
        self._poller.register(self._peers.socket, zmq.POLLIN)
        self._poller.register(self._wake.fileno(), zmq.POLLIN)
        self._pool.start()

    def turn(self, timeout_ms: int) -> None:
        """Wait for a plan, a stream's change or the time-out, and do what is due."""
        ready = dict(self._poller.poll(timeout_ms))
        woken = self._wake.fileno() in ready
        if woken:
            self._wake.clear()
        plans = self._peers.receive()
        asked = [self.carry_out(plan) for plan in plans]
        now_ns = self._clock.monotonic_ns()
        self._files.reclaim(now_ns)
        self._replace_stuck(now_ns)
        self._look_each_second(now_ns)
        self._report_if_due(now_ns, asked=any(asked), changed=bool(plans), woken=woken)

    def _look_each_second(self, now_ns: int) -> None:
        if now_ns - self._second_ns >= EACH_SECOND_NS:
            self._second_ns = now_ns
            for stream in self._streams.values():
                stream.look(now_ns)
            if self._config.replay is None:
                self._posters.look(self._streams, now_ns)
            self._cores.look(self._pool.native_ids(), now_ns)
        if now_ns - self._trimmed_ns >= TRIM_INTERVAL_NS:
            self._trimmed_ns = now_ns
            trim_heap()

    def is_whole(self) -> bool:
        """Whether all threads live. If not, a defect ended one, and the process should be started anew."""
        sessions = all(session.is_whole() for session in self._sessions.values())
        return sessions and self._pool.is_whole() and self._recording.is_whole()

    @property
    def notice(self) -> str:
        """What people at the terminal have to know."""
        if not self._unplaced:
            return ""
        return (
            f"no room in {self._config.frames_dir} for {len(self._unplaced)} of the pictures: make it larger "
            "(in a container: --shm-size), or remove what fills it"
        )

    def beat_stats(self) -> dict[str, float]:
        """Figures for the supervisor."""
        self._leaving = [session for session in self._leaving if not session.wait_stopped(0.0)]
        counts = [stream.counts for stream in self._streams.values()]
        abandoned = sum(len(sessions) for sessions in self._abandoned.values())
        figures = self.stats.figures(
            counts, self._pool.cpu_ns(), self._pool.wait_ms(), self._clock.monotonic_ns()
        )
        return figures | {
            "sessions": float(len(self._sessions)),
            "slots": float(len(self._slots)),
            "slots_without_room": float(len(self._unplaced)),
            "frame_files": float(self._files.file_count()),
            "leaving_sessions": float(len(self._leaving)),
            "abandoned_sessions": float(abandoned),
        }

    def stop(self, wait_s: float = STOP_WAIT_S) -> bool:
        """Stop everything and remove the frame files; False if a demux thread is still stuck in a read."""
        for session in self._sessions.values():
            session.ask_to_stop()
        for replayed in self._replayed.values():
            replayed.ask_to_stop()
        self._recording.stop()
        self._pool.stop()
        self._quarantine.stop()
        self._files.stop()
        self._posters.stop()
        self._peers.stop()
        until_ns = self._clock.monotonic_ns() + int(wait_s * 1e9)
        stopped = True
        abandoned = [session for sessions in self._abandoned.values() for session in sessions]
        for session in [*self._sessions.values(), *self._leaving, *abandoned]:
            left_s = max(0.0, (until_ns - self._clock.monotonic_ns()) / 1e9)
            stopped = session.wait_stopped(left_s) and stopped
        if stopped:
            self._wake.close()  # else a stuck thread may still call it
        return stopped

    # --- plans ----------------------------------------------------------------------------------------

    def carry_out(self, plan: WorkerPlan) -> bool:
        """Carry out a plan; True when it asks for a report: it is another engine's first, or only asks."""
        self._picture_clock.follow(plan.clock)
        for session in self._replayed.values():
            session.clock_changed()
        if plan.seq == 0:
            return True
        before = self._plan
        self._plan = plan
        if before is not None and (before.streams, before.slots) == (plan.streams, plan.slots):
            if self._unplaced:
                self._place(plan.slots)  # perhaps there is room now
            return before.boot != plan.boot
        wanted = {(stream.feed, stream.profile) for stream in plan.streams}
        for key in [key for key in self._streams if key not in wanted]:
            self._close_stream(key)
        for key in wanted - self._streams.keys():
            self._open_stream(key)
        for stream in plan.streams:
            self._keep(stream)
        self._recording.carry_out(plan.streams, {key: one.ring for key, one in self._streams.items()})
        self._place(plan.slots)
        return before is None or before.boot != plan.boot

    def _open_stream(self, key: StreamKey) -> None:
        source = self._sources.get(key)
        if source is None:
            log.warning("the plan names %s/%s, which this site does not have; it is left out", *key)
            return
        gpu = self._gpu if source.profile is Profile.MAIN else None
        clocks = (self._clock, self._picture_clock)
        stream = Stream(source, self._config.name, *clocks, self._pool, self._wake.call, gpu)
        self._streams[key] = stream
        if self._config.replay is not None:
            self._open_tape(key, stream)
            return
        jitter_s = first_jitter_s(len(self._sources))
        session = Session(source, stream, self._gate, self._clock, jitter_s=jitter_s)
        if self._quarantine.holds(stream.label):
            stream.lost(LostReason(LostCause.UNSUPPORTED_CODEC, "quarantined: its video killed its worker"))
            return
        self._sessions[key] = session
        session.start()

    def _open_tape(self, key: StreamKey, stream: Stream) -> None:
        """A recorded stream in place of a camera's."""
        tape = self._tapes.get(key)
        source = self._config.replay
        told = next((one for one in source.recorded if one.feed == key[0]), None) if source else None
        why = BareReasons(told.times_ms.get(key[1], ())) if told is not None else None
        words = RecordedWords(told.states) if told is not None else None
        session = FileSession(stream.label, tape, stream, self._clock, self._picture_clock, why, words)
        self._replayed[key] = session
        session.start()

    def _keep(self, plan: StreamPlan) -> None:
        stream = self._streams.get((plan.feed, plan.profile))
        if stream is not None:
            stream.ring.keep(plan.ring_s, plan.ring_bytes)

    def _close_stream(self, key: StreamKey) -> None:
        session = self._sessions.pop(key, None)
        if session is not None:
            session.ask_to_stop()
            self._leaving.append(session)
        replayed = self._replayed.pop(key, None)
        if replayed is not None:
            replayed.ask_to_stop()
        self._streams.pop(key).show(())

    def _replace_stuck(self, now_ns: int) -> None:
        """Give a stream whose session is stuck in a read another session, a bounded number of times."""
        for key, session in self._sessions.items():
            since_ns = session.stuck_since_ns()
            stuck_ns = _stuck_ns(self._streams[key].source)
            if not session.went_back and (not since_ns or now_ns - since_ns < stuck_ns):
                continue
            still_stuck = [one for one in self._abandoned.get(key, []) if not one.wait_stopped(0.0)]
            self._abandoned[key] = still_stuck
            if len(still_stuck) >= MOST_ABANDONED:
                continue
            why = "its packets count anew" if session.went_back else f"no picture for {stuck_ns / 1e9:.0f} s"
            log.warning("%s/%s: connected, but %s; its session is replaced", *key, why)
            reason = session.stuck_reason()
            session.abandon()
            still_stuck.append(session)
            stream = self._streams[key]
            stream.lost(reason)
            in_order = session.in_order and not session.went_back
            failures = session.failures + 1
            fresh = Session(stream.source, stream, self._gate, self._clock, failures, in_order=in_order)
            self._sessions[key] = fresh
            fresh.start()

    def _place(self, slots: tuple[SlotPlan, ...]) -> None:
        """Have exactly these slots, as far as there is room, and tell each stream its own."""
        wanted = {slot.key: slot for slot in slots if (slot.key.feed, slot.key.profile) in self._streams}
        retired = [key for key in self._slots if key not in wanted]
        self._unplaced = {key for key in wanted if not self._ensure_slot(key)}
        lacking = {(key.feed, key.profile) for key in self._unplaced}
        for stream_key, stream in self._streams.items():
            stream.say_room(NO_ROOM if stream_key in lacking else None)
        shown: dict[StreamKey, list[ShownSlot]] = {key: [] for key in self._streams}
        for key, slot in wanted.items():
            if key in self._slots:
                shown[(key.feed, key.profile)].append(ShownSlot(self._slots[key], slot))
        for stream_key, its_slots in shown.items():
            self._streams[stream_key].show(its_slots)
        # Only now, when no stream writes there any more:
        for key in retired:
            self._files.retire(self._slots.pop(key), self._clock.monotonic_ns())

    def _ensure_slot(self, key: SlotKey) -> bool:
        if key in self._slots:
            return True
        try:
            self._slots[key] = self._files.allocate(key)
        except OSError as error:
            if key not in self._unplaced:
                log.warning("no room for a slot of %s (%dx%d): %s", key.feed, key.width, key.height, error)
                self._posters.give_way(self._clock.monotonic_ns())
            return False
        return True

    # --- reports --------------------------------------------------------------------------------------

    def _report_if_due(self, now_ns: int, *, asked: bool, changed: bool, woken: bool) -> None:
        """``changed``: by a plan. Most give what there is another rank, which nobody needs to hear of."""
        each_second = now_ns - self._reported_ns >= REPORT_NS
        wait_ns = HEALTH_SPACING_NS if woken or self._health_owed else HEALTH_NS
        look = now_ns - self._looked_ns >= wait_ns
        self._health_owed = (woken or self._health_owed) and not look
        if not (asked or changed or each_second or look):
            return
        self._looked_ns = now_ns
        known = self._conditions(self._picture_clock.monotonic_ns())
        if asked or each_second or known != self._reported:
            self._reported, self._reported_ns = known, now_ns
            self._peers.report(self.report())

    def _conditions(self, now_ns: int) -> tuple[object, ...]:
        """What must be reported at once when it changes."""
        return (self._places(), *((key, stream.condition(now_ns)) for key, stream in self._streams.items()))

    def _places(self) -> tuple[SlotPlace, ...]:
        return (*(writer.place for writer in self._slots.values()), *self._posters.places())

    def report(self) -> WorkerReport:
        """What this worker has now."""
        now_ns, now_ms = self._picture_clock.monotonic_ns(), self._picture_clock.now_ms()
        feeds = tuple(stream.health(now_ns, now_ms) for stream in self._streams.values())
        lost = {(one.feed, one.profile): one.cause for one in feeds if one.state is PictureState.LOST}
        return WorkerReport(
            worker=self._config.name,
            boot=self.boot,
            plan_seq=self._plan.seq if self._plan is not None else 0,
            places=self._places(),
            feeds=feeds,
            decode_threads=self._config.decode_threads,
            decode_cores=round(self.stats.decode_cores, 3),
            wait_ms=round(self.stats.wait_ms, 1),
            recorded=self._recording.report(lost),
        )


def _stuck_ns(source: StreamSource) -> int:
    """After so long without a picture a session is replaced."""
    raised_ns = timeout_ns(source) if "timeout" in source.options else 0
    return max(STUCK_NS, int(STUCK_TIMEOUTS * raised_ns))
