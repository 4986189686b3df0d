"""What each command does on the desk, and by which keys: the window's shortcuts, palette, help and hints."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from console.domain.operator_commands.cell_commands import DIGITS
from console.domain.operator_commands.command import LISTS, PARTS, About, OperatorCommand, Where
from console.domain.operator_commands.help_rows import by_subject, help_rows, hint_words, hinted
from console.domain.operator_commands.preset_commands import BY_NUMBER, number_command
from console.domain.operator_commands.table import changes_the_site, command_of, commands_at, in_replay
from console.domain.policies.next_camera import Quarter
from console.protocol.clock import Clock
from console.ui.desk.bars import BottomBar
from console.ui.desk.camera_choice import CameraChoice
from console.ui.desk.camera_list import CameraList
from console.ui.desk.cell_looks import PANS
from console.ui.desk.health_list import HealthList
from console.ui.desk.help_sheet import HelpGroup, HelpSheet
from console.ui.desk.incident_cards import IncidentCards
from console.ui.desk.layout_list import LayoutList
from console.ui.desk.left_lists import LeftLists
from console.ui.desk.lent_monitors import LentMonitors
from console.ui.desk.map_choice import MapChoice
from console.ui.desk.map_panel import MapPanel
from console.ui.desk.miniatures import STEPS as CELL_STEPS
from console.ui.desk.miniatures import Miniatures
from console.ui.desk.monitor_numbers import MonitorNumbers
from console.ui.desk.operator_acts import OperatorActs
from console.ui.desk.palette import Palette
from console.ui.desk.palette_entries import (
    Searched,
    camera_entries,
    command_entries,
    layout_entries,
    preset_entries,
    tour_entries,
)
from console.ui.desk.panels import Panels
from console.ui.desk.preset_list import PresetList
from console.ui.desk.recording_acts import RecordingActs
from console.ui.desk.select_words import SELECT_CAMERA
from console.ui.desk.selected_picture import MOVES, STEPS, SelectedPicture
from console.ui.desk.selected_things import SelectedThings
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import Area, SiteView
from console.ui.desk.tour_list import TourList
from console.ui.desk.typed_entry import TypedEntry
from console.ui.key_table import KeyTable
from console.ui.replay.control import ReplayControl
from console.ui.replay.keys import ReplayAct

Act = Callable[[], object]

NO_SHORTCUTS = ("let-go", ReplayAct.FAR_BACK, ReplayAct.FAR_ON)
"""Whatever has the keyboard may want these first: a field its Esc, a list its up and down."""
NEVER_IN_REPLAY = ("record-camera", "record-incident", "package")
REFUSE_THEMSELVES = ("camera-number",)
"""In a replay a camera can be selected by its number."""
FOUND = Area.CAMERAS | Area.LAYOUTS | Area.PRESETS | Area.TOURS
"""What the palette finds beside commands."""


@dataclass(frozen=True, slots=True)
class DeskParts:
    """What the commands work on."""

    view: SiteView
    selection: Selection
    acts: OperatorActs
    recording: RecordingActs
    lent: LentMonitors
    numbers: MonitorNumbers
    cameras: CameraList
    panels: Panels
    lists: LeftLists
    layouts: LayoutList
    presets: PresetList
    tours: TourList
    make_tour: Act
    miniatures: Miniatures
    picture: SelectedPicture
    map: MapPanel
    map_choice: MapChoice
    cards: IncidentCards
    health: HealthList
    bottom: BottomBar
    let_go: Act
    make_package: Act
    edit_layout: Callable[[str], object]
    replay: ReplayControl | None = None


class DeskCommands(QObject):
    """``acts`` by the table's names. Live each command of the desk has one; in a replay a replay's, too.

    ``sheet`` is the help that F1 opens, ``typed`` what is typed without a field.
    """

    def __init__(self, window: QWidget, parts: DeskParts, keys: KeyTable, clock: Clock) -> None:
        super().__init__(window)
        self._parts = parts
        self._keys = keys
        self.selected = SelectedThings(
            parts.view,
            parts.selection,
            {
                About.LAYOUT: parts.layouts.rows,
                About.PRESET: parts.presets.rows,
                About.TOUR: parts.tours.rows,
            },
            self,
            lambda: parts.picture.feed,
        )
        self.cameras = CameraChoice(parts.view, parts.selection, parts.acts, self)
        self.typed = TypedEntry(
            window, parts.view, parts.selection, self.cameras, parts.miniatures, parts.bottom, clock
        )
        self.sheet = HelpSheet(window, self._help_groups)
        self.acts = self._acts()
        searched = Searched(parts.view, parts.selection, parts.acts)
        self.palette = Palette(
            window,
            (
                lambda: command_entries(self._findable(), self.acts, keys),
                partial(camera_entries, searched),
                partial(layout_entries, searched),
                partial(preset_entries, searched),
                partial(tour_entries, searched),
            ),
        )
        self._bind(window)
        self._connect()
        self.show_hints()

    @property
    def commands(self) -> tuple[OperatorCommand, ...]:
        """All of this desk."""
        if self._parts.replay is not None:
            return in_replay(Where.DESK | PARTS, Where.REPLAY_DESK)
        return commands_at(Where.DESK | PARTS)

    # --- what they do

    def _acts(self) -> dict[str, Act]:
        acts = self._on_the_wall() | self._on_lists() | self._on_presets() | self._about_the_desk()
        if self._parts.replay is not None:
            acts |= {act.value: partial(self._parts.replay.do, act) for act in ReplayAct}
        known = {command.name: self._if_it_counts(command, acts) for command in self.commands}
        return {name: act for name, act in known.items() if act is not None}

    def _if_it_counts(self, command: OperatorCommand, acts: dict[str, Act]) -> Act:
        """The act, or why it is none in a replay."""
        act, refuse, replay = acts[command.name], self._parts.acts.refuse_in_replay, self._parts.replay
        if replay is None or not changes_the_site(command) or command.name in REFUSE_THEMSELVES:
            return act
        if command.name in NEVER_IN_REPLAY:
            return refuse
        return self._parts.acts.if_it_counts(act)

    def _on_the_wall(self) -> dict[str, Act]:
        acts = self._parts.acts
        return {
            "pin": acts.toggle_pin,
            "clear": acts.clear_hand,
            "rewind": acts.rewind,
            "live": acts.back_to_live,
            "select-tile": self.typed.begin_letters,
            "camera-number": lambda: self.typed.begin_number(""),
            "assign": acts.assign_selected,
            "look-back": acts.look_back,
            "keep-picture": acts.keep_picture,
            "cell-nearer": acts.looks.nearer,
            "cell-away": acts.looks.away,
            "cell-whole": acts.looks.whole,
            **{name: partial(acts.looks.move, *by) for name, by in PANS.items()},
            "blank": acts.covers.blank,
            "public": acts.covers.public,
            "take-back": self._parts.lent.take_back,
            "show-numbers": self._parts.numbers.toggle,
            **{name: partial(self._parts.miniatures.do, name) for name in CELL_STEPS},
            **{f"camera-{quarter}": partial(self.cameras.towards, quarter) for quarter in Quarter},
        }

    def _on_lists(self) -> dict[str, Act]:
        parts, listed = self._parts, self._parts.layouts
        return {
            "acknowledge": parts.acts.acknowledge,
            "acknowledge-card": parts.acts.acknowledge,
            "close-incident": parts.acts.close,
            "undo-switches": parts.acts.undo_switches,
            "package": parts.make_package,
            "record-camera": parts.recording.toggle_camera,
            "record-incident": parts.recording.toggle_incident,
            "save-layout-as": partial(self._in_list, listed, listed.ask_name),
            "edit-layout": lambda: parts.edit_layout(listed.chosen),
            "undo": parts.acts.done.undo,
            **{
                name: partial(self._in_list, listed, partial(listed.do, name))
                for name in ("load-layout", "rename-layout", "delete-layout", "lock-layout", "own-layout")
            },
        }

    def _on_presets(self) -> dict[str, Act]:
        listed, acts = self._parts.presets, self._parts.acts.presets
        tours, running = self._parts.tours, self._parts.acts.tours
        return {
            "new-tour": self._parts.make_tour,
            "pause-tour": running.toggle_pause,
            "tour-next": running.next,
            **{
                name: partial(self._in_list, tours, partial(tours.do, name))
                for name in ("start-tour", "rename-tour", "delete-tour")
            },
            "save-preset-as": partial(self._in_list, listed, listed.ask_name),
            **{number_command(number): partial(acts.load_number, number) for number in BY_NUMBER},
            **{
                name: partial(self._in_list, listed, partial(listed.do, name))
                for name in ("load-preset", "rename-preset", "delete-preset")
            },
        }

    def _in_list(self, listed: QWidget, act: Act) -> None:
        """Of several lists in one place this one is seen: what is done there, or typed."""
        self._parts.panels.bring("layouts")
        self._parts.lists.show_list(listed)
        act()

    def _about_the_desk(self) -> dict[str, Act]:
        parts = self._parts
        return {
            "help": self.sheet.toggle,
            "palette": lambda: self.palette.toggle(),
            "search": self._focus_search,
            "let-go": parts.let_go,
            "focus-wall": partial(self._go, "wall", parts.miniatures.setFocus),
            "focus-map": partial(self._go, "map", parts.map.focus_map),
            "focus-incidents": partial(self._go, "incidents", parts.cards.take_keyboard),
            "focus-layouts": partial(self._go, "layouts", parts.lists.go_on),
            "reset-arrangement": parts.panels.reset_arrangement,
            "focus-presets": partial(self._go, "layouts", partial(parts.lists.go_to, parts.presets)),
            "focus-tours": partial(self._go, "layouts", partial(parts.lists.go_to, parts.tours)),
            "fit-map": parts.map.fit,
            "choose-on-map": parts.map_choice.choose_all_shown,
            "health": parts.health.toggle,
            "show-picture": self._toggle_picture,
            "zoom-picture": self._focus_picture,
            **{name: partial(parts.picture.do, name) for name in (*STEPS, *MOVES, "zoom-whole")},
        }

    def _go(self, panel: str, focus: Act) -> None:
        """The keyboard goes to a panel, which is shown for that."""
        self._parts.panels.bring(panel)
        if self._parts.panels.is_shown(panel):
            focus()

    def _focus_search(self) -> None:
        self._parts.panels.bring("cameras")
        self._parts.cameras.search.setFocus()
        self._parts.cameras.search.selectAll()

    def _toggle_picture(self) -> None:
        picture = self._parts.picture
        if picture.has_camera:
            picture.open(not picture.is_open)
        else:
            self._open_picture()

    def _open_picture(self) -> None:
        if not self._parts.picture.has_camera:
            self._parts.bottom.say(SELECT_CAMERA, bad=True)
        self._parts.picture.open()

    def _focus_picture(self) -> None:
        """Give its zoom the keys."""
        self._open_picture()
        if self._parts.picture.has_camera:
            self._parts.picture.setFocus()

    # --- by which keys

    def _bind(self, window: QWidget) -> None:
        places = Where.DESK | (Where.REPLAY_DESK if self._parts.replay is not None else Where.DESK)
        for command in self.commands:
            if not command.where & places or command.name in NO_SHORTCUTS:
                continue
            if command.name == "camera-number":
                self._bind_digits(window)
            else:
                self._keys.bind(window, command.name, self.acts[command.name])
        for own, name in ((self._parts.health, "health"), (self.sheet, "help")):  # windows of their own
            self._keys.bind(own, name, own.hide)
            self._keys.bind(own, "palette", partial(self._find_from, own))
        # whose page keeps the key to itself
        self._keys.bind(self._parts.map, "let-go", self.acts["let-go"], within=True)

    def _find_from(self, over: QWidget) -> None:
        """The palette lies in the desk: what lies over that goes."""
        over.hide()
        self.acts["palette"]()

    def _bind_digits(self, window: QWidget) -> None:
        for key in self._keys.keys_of(command_of("camera-number")):
            digit = key if key in DIGITS else ""
            self._keys.bind_key(window, key, partial(self.typed.begin_number, digit))

    def press(self, event: QKeyEvent) -> bool:
        """A key that nothing else took; whether it means something."""
        places = (Where.REPLAY_DESK,) if self._parts.replay is not None else ()
        name = self._keys.name_of(event, *places, Where.DESK)
        if name in NO_SHORTCUTS:
            self.acts[name]()
        return name in NO_SHORTCUTS

    # --- what is told of them

    def refresh(self, changed: Area) -> None:
        """What an open palette finds may be there no more, or new."""
        if changed & FOUND:
            self.palette.follow()

    def _connect(self) -> None:
        self._parts.miniatures.look_asked.connect(lambda name: self.acts[name]())
        parts = self._parts
        self.cameras.said.connect(parts.bottom.say)
        self.selected.changed.connect(self.show_hints)
        if parts.replay is not None:
            parts.replay.changed.connect(self.show_hints)

    def _offered(self) -> Sequence[OperatorCommand]:
        """Those that do something here now: in a replay none that would change what was."""
        if self._parts.acts.count:
            return self.commands
        return [one for one in self.commands if not changes_the_site(one) or one.name in REFUSE_THEMSELVES]

    def _findable(self) -> list[OperatorCommand]:
        """For the palette: what is about the selected things first, no keys of a single panel."""
        shown = Where.DESK | Where.REPLAY_DESK | LISTS
        groups = by_subject(self._offered(), self.selected.order)
        return [one for _, rows in groups for one in rows if one.where & shown and one.name != "palette"]

    def _help_groups(self) -> list[HelpGroup]:
        first = (About.REPLAY, *self.selected.order, About.ANYWHERE)
        return [
            HelpGroup(
                about,
                help_rows(rows, self._keys.keys_of),
                self.selected.words(about),
                self.selected.facts(about),
            )
            for about, rows in by_subject(self._offered(), first)
        ]

    def show_hints(self) -> None:
        """At the desk's foot: what the keys do with what is selected."""
        self._parts.bottom.hints.offer(hint_words(hinted(self._offered(), self.selected.order)))
