"""What a replay shows at a moment: as it was, or as core and people decide it again from one moment on."""

import logging
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shlex import quote

from console.core.decisions import Refused
from console.core.log.input_log import CommandGiven
from console.core.publishing.changes import Told
from console.core.replay.again import Again, Made
from console.core.replay.fed_inputs import FedInputs
from console.core.replay.kept_transport import KeptRun
from console.core.replay.run_log import SCHEMA, RunError, RunHead, RunLog, manifest_digest
from console.core.replay.tape import Tape
from console.core.state import State
from console.domain.errors import CommandRefused
from console.domain.ids import MonitorId
from console.domain.wall import MonitorView
from console.domain.wording import local_time
from console.protocol import layout_messages
from console.protocol.core_changes import AnyCoreChange, MonitorChanged
from console.protocol.preset_messages import (
    DeletePreset,
    ImportPreset,
    RenamePreset,
    RestorePreset,
    SavePreset,
)
from console.protocol.recording_messages import (
    ExtendRecording,
    ProtectRecording,
    StartRecording,
    StopRecording,
)
from console.protocol.tour_messages import DeleteTour, RenameTour, SaveTour

log = logging.getLogger("sightline.core")

CAME_TO_EVERY_MS = 10_000
"""Of log time: how far a run without acts has come is noted so often."""

IN_REPLAY = "this is a replay: what was done then can't be changed in it; decide again from here on first"
NOT_IN_A_RUN = "a run of a replay keeps no pictures, no layouts, wall presets and tours"
UNKEPT = (
    layout_messages.SaveLayout,
    layout_messages.ImportLayout,
    layout_messages.DeleteLayout,
    layout_messages.RenameLayout,
    layout_messages.LockLayout,
    layout_messages.OwnLayout,
    SavePreset,
    ImportPreset,
    RenamePreset,
    DeletePreset,
    RestorePreset,
    SaveTour,
    RenameTour,
    DeleteTour,
    StartRecording,
    StopRecording,
    ExtendRecording,
    ProtectRecording,
)
"""What would have to be written down in the site itself."""


class Recording:
    """The folder that is replayed, and where its runs are kept; ``program`` is this one's version."""

    def __init__(self, folder: Path, runs: Path, program: str) -> None:
        self._folder = folder
        self._runs = runs
        self._program = program

    @property
    def folder(self) -> Path:
        """What is replayed."""
        return self._folder.resolve()

    def new_run(self, again_ms: int) -> RunLog:
        """The log of a run that begins at this moment; not started. Raises RunError."""
        return self.run_in(self._runs / f"{self.folder.name}-{uuid.uuid4().hex[:8]}", again_ms)

    def run_in(self, folder: Path, again_ms: int) -> RunLog:
        """The same, in this folder. Raises RunError."""
        digest = manifest_digest(self._folder)
        return RunLog(folder, RunHead(SCHEMA, self._program, str(self.folder), digest, again_ms))


class Played:
    """At ``at_ms`` (log time) first. What it says as news is as ``Told`` says it.

    ``is_as_signed``: nothing is known to have been changed since it was recorded.
    """

    def __init__(self, tape: Tape, recording: Recording, at_ms: int, *, is_as_signed: bool = True) -> None:
        self._tape = tape
        self._recording = recording
        self._is_as_signed = is_as_signed
        self._again: Again | None = None
        self._run: RunLog | None = None
        self._noted_ms = 0
        self._lost: KeptRun | None = None
        self.again_ms: int | None = None
        self.fed = FedInputs()
        self.state, self._index = tape.state_at(at_ms, self.fed.hear)
        self._told = Told(self.state)
        self.views = self._views_now()

    @property
    def run(self) -> str:
        """The folder in which acts of this run are written down; "" while it is as it was."""
        return str(self._run.folder) if self._run is not None else ""

    @property
    def kept_run(self) -> KeptRun | None:
        """By which another core takes the run up, or says that it was given up; None where none was."""
        if self._run is None or self.again_ms is None:
            return self._lost
        return KeptRun(str(self._run.folder), self.again_ms, self._run.has_acts)

    # --- time

    def leap(self, at_ms: int) -> None:
        """Another moment: of what was recorded, or further on in a run."""
        if self._again is not None:
            self._note(self._again.go_on(at_ms), at_ms)
            self._begin_told(self._again.state)
        else:
            self.fed = FedInputs()
            state, self._index = self._tape.state_at(at_ms, self.fed.hear)
            self._begin_told(state)

    def go_on(self, at_ms: int) -> list[AnyCoreChange]:
        """Up to that moment; what clients are to be told."""
        if self._again is not None:
            self._note(self._again.go_on(at_ms), at_ms)
            self.views = self._told.views
            return self._told.news()
        self._index = self._tape.feed(self.state, self._index, at_ms, self.fed.hear)
        return self._news()

    def next_ms(self) -> int | None:
        """When something follows; None when nothing does."""
        if self._again is not None:
            return self._again.next_ms()
        entries = self._tape.entries
        return entries[self._index].at_ms if self._index < len(entries) else None

    def _begin_told(self, state: State) -> None:
        self.state = state
        self._told = Told(state)
        self.views = self._views_now()

    # --- as it was

    def _news(self) -> list[AnyCoreChange]:
        """As decided now; what the monitors show is as it was, where that is another thing."""
        news = self._told.news()
        before, self.views = self.views, self._views_now()
        if not self._shows_record:
            return news
        news = [change for change in news if not isinstance(change, MonitorChanged)]
        changed = [view for monitor, view in self.views.items() if before.get(monitor) != view]
        return [*news, *(MonitorChanged(view) for view in changed)]

    @property
    def _shows_record(self) -> bool:
        return self._again is None and self._tape.parted_n is not None and self._tape.as_it_was is not None

    def _views_now(self) -> dict[MonitorId, MonitorView]:
        if self._shows_record and self._tape.as_it_was is not None:
            return dict(self._tape.as_it_was.after(self._index))
        return self._told.views

    def problems(self) -> tuple[str, ...]:
        """What people have to know of it."""
        lost = (self._lost_words(self._lost),) if self._lost is not None else ()
        if self._again is not None or self._tape.parted_n is None:
            return lost
        return (*lost, f"From input {self._tape.parted_n} on {self._parted_words()}")

    def _parted_words(self) -> str:
        if not self._is_as_signed:
            kept = (
                "shown is what the log says" if self._shows_record else "what was shown then it does not say"
            )
            return f"this program decides differently than its log says, which may have been changed: {kept}"
        kept = "shown is what was recorded" if self._shows_record else "what was shown then is not recorded"
        return f"this program decides differently than the one that recorded it: {kept}"

    # --- again

    def begin_again(self, at_ms: int) -> None:
        """From this moment on core and people decide anew. Raises CommandRefused."""
        if self._again is not None:
            raise CommandRefused("again", "it is decided again already; go back to what was, then begin anew")
        try:
            run = self._recording.new_run(at_ms)
            run.try_place()
        except RunError as error:
            raise CommandRefused("no_log", str(error)) from error
        state, index = self._tape.state_at(at_ms)
        self._again = Again(state, self._tape.entries[index:], self._tape.wall_ms)
        self._run, self.again_ms, self._noted_ms = run, at_ms, at_ms
        self._lost = None
        log.info("decided again from %d ms on, acts are written down in %s", at_ms, run.folder)
        self._begin_told(state)

    def take_up(self, kept: KeptRun, at_ms: int, told: Callable[[int], None]) -> None:
        """Go on with the run of a core that was killed: what was done in it is done again, up to this moment.

        ``told`` how many inputs were decided. Where its log can't be read that is among the problems, and it
        is as it was.
        """
        try:
            run = self._recording.run_in(Path(kept.folder), kept.again_ms)
            acts = run.take_up(has_acts=kept.has_acts)
        except RunError as error:
            self.give_up(kept, str(error))
            return
        self.fed = FedInputs()
        state, index = self._tape.state_at(kept.again_ms, self.fed.hear)
        again = Again(state, self._tape.entries[index:], self._tape.wall_ms)
        self._again, self._run, self.again_ms, self._noted_ms = again, run, kept.again_ms, at_ms
        for act in acts:
            self._decide_up_to(again, act.at_ms, told)
            self._note(again.act(act.given, act.at_ms), at_ms)
        self._decide_up_to(again, at_ms, told)
        log.info(
            "decided again from %d ms on as before, with %d acts of %s", kept.again_ms, len(acts), run.folder
        )
        self._begin_told(state)

    def _decide_up_to(self, again: Again, at_ms: int, told: Callable[[int], None]) -> None:
        """In pieces: it may be much."""
        while (next_ms := again.next_ms()) is not None and next_ms <= at_ms:
            self._note(again.go_on(next_ms), self._noted_ms)
            told(again.state.n)

    def give_up(self, kept: KeptRun, why: str) -> None:
        """Of the run of a core that was killed it is said how it can be looked at."""
        log.warning("the run in %s is not gone on with: %s", kept.folder, why)
        self._lost = replace(kept, given_up=why)

    def _lost_words(self, lost: KeptRun) -> str:
        wall_ms = self._tape.wall_ms(lost.again_ms)
        begun = f"What was decided again from {local_time(wall_ms, wall_ms)} on ended with core"
        compare = f"sightline replay --compare {quote(str(self._recording.folder))} {quote(lost.folder)}"
        return f"{begun}: {lost.given_up} · where it parts is told by: {compare}"

    def end_again(self, at_ms: int) -> None:
        """As it was, at this moment. Raises CommandRefused."""
        if self._again is None:
            raise CommandRefused("again", "it is shown as it was already")
        self.stop(at_ms)
        self._again = self._run = self.again_ms = None
        self.leap(at_ms)

    def act(self, given: CommandGiven, at_ms: int) -> int:
        """Carry out what a person asks for; the number of its input. Raises CommandRefused."""
        if self._again is None or self._run is None:
            raise CommandRefused("replay", IN_REPLAY)
        if isinstance(given.command, UNKEPT):
            raise CommandRefused("replay", NOT_IN_A_RUN)
        self._note(self._again.go_on(at_ms), at_ms)
        at_ms = max(at_ms, self._again.state.at_ms)
        try:
            self._run.act(at_ms, given)
        except RunError as error:
            raise CommandRefused("no_log", str(error)) from error
        made = self._again.act(given, at_ms)[-1]
        self.fed.hear(made.entry.n, made.decisions)
        for decision in made.decisions:
            if isinstance(decision, Refused):
                raise CommandRefused(decision.code, decision.text)
        return made.entry.n

    def _note(self, made: list[Made], at_ms: int) -> None:
        for one in made:
            self.fed.hear(one.entry.n, one.decisions)
        if self._run is not None and at_ms - self._noted_ms >= CAME_TO_EVERY_MS:
            self._came_to(self._run, at_ms)

    def _came_to(self, run: RunLog, at_ms: int) -> None:
        self._noted_ms = at_ms
        try:
            run.came_to(at_ms)
        except RunError as error:
            log.warning("how far the run came is not noted: %s", error)

    def stop(self, at_ms: int) -> None:
        """A run ends at this moment."""
        if self._run is not None:
            self._came_to(self._run, at_ms)
            self._run.stop()
