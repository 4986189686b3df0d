"""The site's layouts, wall presets and tours, on the left of the desk: what is asked of them is done."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from console.domain.tour import TourStep
from console.protocol.clock import Clock
from console.ui.desk.done_acts import Conflict
from console.ui.desk.layout_acts import SELECT_MONITOR
from console.ui.desk.layout_list import LayoutList
from console.ui.desk.left_lists import LeftLists
from console.ui.desk.operator_acts import OperatorActs
from console.ui.desk.preset_list import PresetList
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import Area, SiteView
from console.ui.desk.tour_dialog import TourDialog
from console.ui.desk.tour_list import TourList
from console.ui.key_table import KeyTable


class SiteLists(LeftLists):
    """``edit_asked`` carries a layout's name; ``said``: words for people, whether bad.

    ``tour`` is the dialog of a new or changed tour, over the ``window``.
    """

    edit_asked = Signal(str)
    said = Signal(str, bool)

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        acts: OperatorActs,
        clock: Clock,
        keys: KeyTable,
        window: QWidget,
    ) -> None:
        super().__init__()
        self._view = view
        self._selection = selection
        self._acts = acts
        self.layouts = LayoutList(clock, keys=keys)
        self.presets = PresetList(clock, keys=keys)
        self.tours = TourList(clock, keys=keys)
        self.tour = TourDialog(view, window)
        self.add("Layouts", self.layouts, self.layouts.stops)
        self.add("Presets", self.presets, self.presets.stops)
        self.add("Tours", self.tours, self.tours.stops)
        self._connect_layouts()
        self._connect_presets()
        self._connect_tours()
        for listed in (self.layouts, self.presets, self.tours):
            listed.said.connect(self.said)
        selection.cell_changed.connect(self._show_layouts)
        selection.cell_changed.connect(self._show_tours)

    # --- what is asked

    def _connect_layouts(self) -> None:
        listed, acts = self.layouts, self._acts.layouts
        listed.load_asked.connect(acts.load)
        listed.save_asked.connect(acts.save)
        listed.delete_asked.connect(acts.delete)
        listed.rename_asked.connect(acts.rename)
        listed.lock_asked.connect(acts.toggle_lock)
        listed.own_asked.connect(acts.toggle_own)
        listed.edit_asked.connect(self.edit_asked)
        acts.conflict.connect(partial(self._ask, listed))
        listed.conflict.replace_asked.connect(acts.save_all_the_same)

    def _connect_presets(self) -> None:
        listed, acts = self.presets, self._acts.presets
        listed.load_asked.connect(lambda name: acts.load(name))
        listed.load_here_asked.connect(self._load_preset_here)
        listed.save_asked.connect(lambda name, number: acts.save(name, number or None))
        listed.rename_asked.connect(acts.rename)
        listed.delete_asked.connect(acts.delete)
        acts.conflict.connect(partial(self._ask, listed))
        listed.conflict.replace_asked.connect(acts.save_all_the_same)

    def _load_preset_here(self, name: str) -> None:
        cell = self._selection.cell
        if cell is None:
            self.said.emit(SELECT_MONITOR, True)
        else:
            self._acts.presets.load(name, (cell[0],))

    def _connect_tours(self) -> None:
        listed, acts = self.tours, self._acts.tours
        listed.start_asked.connect(acts.start)
        listed.rename_asked.connect(acts.rename)
        listed.delete_asked.connect(acts.delete)
        listed.pause_asked.connect(acts.toggle_pause)
        listed.back_asked.connect(acts.back)
        listed.next_asked.connect(acts.next)
        listed.stop_asked.connect(acts.stop)
        listed.new_asked.connect(self.make_tour)
        listed.change_asked.connect(self._change_tour)
        self.tour.save_asked.connect(acts.save)
        acts.conflict.connect(partial(self._ask, listed))
        listed.conflict.replace_asked.connect(acts.save_all_the_same)

    def make_tour(self) -> None:
        """Of the camera that is selected, and those that are added."""
        camera = self._selection.camera
        self.tour.ask_new(steps=(TourStep(camera),) if camera is not None else ())

    def _change_tour(self, name: str) -> None:
        kept = self._acts.tours.kept(name)
        if kept is not None:
            self.tour.ask_change(kept)

    def _ask(self, listed: LayoutList | PresetList | TourList, conflict: Conflict) -> None:
        """Where it was saved; whoever writes in a field by now goes on: the question waits in that list."""
        is_writing = isinstance(QApplication.focusWidget(), QLineEdit)
        if not is_writing:
            self.show_list(listed)
        listed.conflict.ask(conflict, take_keys=not is_writing)

    # --- what there is

    def refresh(self, changed: Area) -> None:
        """Each list by what it shows."""
        if changed & (Area.LAYOUTS | Area.MONITORS):
            self._show_layouts()
        if changed & Area.PRESETS:
            self.presets.refresh(self._view.presets)
        if changed & (Area.TOURS | Area.MONITORS):
            self._show_tours()

    def _show_layouts(self) -> None:
        cell = self._selection.cell
        only = next(iter(self._view.monitors), "") if len(self._view.monitors) == 1 else ""
        self.layouts.refresh(self._view.layouts, cell[0] if cell is not None else only)

    def _show_tours(self) -> None:
        self.tours.refresh(self._view.tours, self._view.tour_runs())
        cell = self._selection.cell
        shown = self._view.cell(*cell) if cell is not None else None
        self.tours.show_cell(cell, shown.tour if shown is not None else None)
