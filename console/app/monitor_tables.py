"""The site file's tables ``[[monitor]]``: the wall's screens, and what each shows at first."""

from console.app.table_reader import Problems, TableReader, folder_name_complaint, tables
from console.domain.ids import MonitorId
from console.domain.monitor import Geometry, MonitorSpec
from console.protocol.shipped import shipped

MAX_MONITORS = 16


def read_monitors(root: TableReader, problems: Problems) -> tuple[MonitorSpec, ...]:
    """Those that the file names, else one."""
    monitors: dict[str, MonitorSpec] = {}
    lines: dict[str, int] = {}
    for index, table in enumerate(tables(root, "monitor", problems)):
        spec = _monitor(table, index)
        line = problems.line(("monitor", index, "id"))
        if spec.monitor in monitors:
            table.problem("id", f"{spec.monitor!r} is used twice: in line {lines[spec.monitor]} as well")
        if twin := next((one for one in monitors.values() if _same_panel(one, spec)), None):
            words = f"can't be told from {twin.monitor} by this: give each its serial, or its own connector"
            table.warn("serial" if spec.serial else "model" if spec.model else "connector", words)
        monitors[spec.monitor] = spec
        lines.setdefault(spec.monitor, line)
        table.finish()
    if len(monitors) > MAX_MONITORS:
        problems.add(("monitor",), f"at most {MAX_MONITORS} monitors")
    return tuple(monitors.values()) or (MonitorSpec(MonitorId("wall-1")),)


def _same_panel(one: MonitorSpec, other: MonitorSpec) -> bool:
    """Whether nothing in the file tells these two apart that are identified."""
    told = [(spec.manufacturer, spec.model, spec.serial, spec.connector) for spec in (one, other)]
    return told[0] == told[1] and any(told[0])


def _monitor(table: TableReader, index: int) -> MonitorSpec:
    return MonitorSpec(
        monitor=MonitorId(table.text("id", f"wall-{index + 1}", check=folder_name_complaint)),
        layout=table.text("layout", "4x4", check=_layout_complaint),
        manufacturer=table.text("manufacturer"),
        model=table.text("model"),
        serial=table.text("serial"),
        connector=table.text("connector"),
        geometry=read_geometry(table),
    )


def _layout_complaint(name: str) -> str | None:
    if shipped("layouts", f"{name}.json").is_file():
        return None
    names = sorted(item.name.removesuffix(".json") for item in shipped("layouts").iterdir())
    return f"there is no layout {name!r} to start with; there are {', '.join(names)}"


def read_geometry(table: TableReader) -> Geometry | None:
    """A window's place, of a monitor or the desk."""
    numbers = table.numbers("geometry", 4)
    if numbers is None:
        return None
    x, y, width, height = numbers
    if width < 320 or height < 180:
        table.problem("geometry", "is [x, y, width, height]; at least 320 wide and 180 high")
        return None
    return Geometry(x, y, width, height)
