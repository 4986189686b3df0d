"""Which processes a site needs, and what each is told."""

import os
import sys
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from console.app.own_code import OWN_CODE
from console.app.runtime_folder import RuntimeFolder
from console.app.site import USUAL_FRAME_MS, Site
from console.app.supervised_process import ProcessSpec
from console.protocol.process_config import (
    CoreConfig,
    DeskConfig,
    DisplayConfig,
    EngineConfig,
    MapConfig,
    SensorsConfig,
    SimulatorConfig,
    WorkerConfig,
)
from console.sim.city import simulated_cameras

MEDIA_NICE = 15
"""Windows, core and the engine go first. Each of a worker's many threads counts for itself: at nice 10 a
dozen of them take as much as a window. Measured on two busy cores, a preset over 4 monitors of 36 tiles shown
by all: median of the runs 611 ms with media at 10 and the engine at 5, 457 ms so; when its tiles are LIVE or
KEY differs more from run to run than from one to the other."""

SIGHTLINE = ("nice", "-n", str(MEDIA_NICE), sys.executable, *OWN_CODE, "console.app.command_line")
"""How the desk starts a command of this program: pictures go first."""
GLIMPSES = (*SIGHTLINE[:-1], "console.app.glimpse_process")

GPU_WORKERS = 2
"""So many workers may use a graphics card: each takes some 400 MB of its memory."""


class Common(TypedDict):
    """What every process is told."""

    site: str
    run_dir: str
    log_dir: str
    replays: bool
    not_as_signed: str


def plan_processes(site: Site, folder: RuntimeFolder, log_dir: Path) -> list[ProcessSpec]:
    """All processes of the site, in the order of their start."""
    common = Common(
        site=site.name,
        run_dir=str(folder.path),
        log_dir=str(log_dir),
        replays=site.replay is not None,
        not_as_signed=site.replay.not_as_signed if site.replay is not None else "",
    )
    return [
        *_simulation(site, common),
        _core(site, common),
        *_media(site, folder, common),
        *_windows(site, common),
        *_maps(site, folder, common),
    ]


def _core(site: Site, common: Common) -> ProcessSpec:
    config = CoreConfig(
        name="core",
        data_dir=str(site.data_dir),
        cameras=site.cameras,
        monitors=site.monitors,
        alerts_endpoint=site.alerts_endpoint,
        simple_alerts_endpoint=site.simple_alerts_endpoint,
        commands_endpoint=site.commands_endpoint,
        changes_endpoint=site.changes_endpoint,
        director=site.director,
        log=site.log,
        recording=site.recording,
        rules=site.rules,
        public_preset=site.public_preset,
        preset=site.preset,
        start_id=uuid.uuid4().hex if site.preset else "",
        replay_dir=str(site.replay.folder) if site.replay is not None else "",
        runs_dir=str(site.replay.runs) if site.replay is not None else "",
        pictures_ms=site.replay.pictures_ms if site.replay is not None else (0, 0),
        frame_ms=site.replay.frame_ms if site.replay is not None else USUAL_FRAME_MS,
        **common,
    )
    return ProcessSpec("core", "core", config, 0)


def _media(site: Site, folder: RuntimeFolder, common: Common) -> list[ProcessSpec]:
    names = tuple(f"worker-{index}" for index in range(site.workers))
    available = os.sched_getaffinity(0)
    workers = [
        ProcessSpec(
            name,
            "worker",
            WorkerConfig(
                name=name,
                frames_dir=str(folder.frames_dir),
                streams=site.streams,
                decode_threads=site.decode_threads,
                gpu=site.gpu if site.gpu != "off" and index < GPU_WORKERS else "",
                cores=own_cores(index, site.workers, site.decode_threads, available),
                video_dir=str(site.data_dir / "video") if site.replay is None else "",
                least_free_bytes=site.recording.least_free_bytes,
                replay=site.replay.source if site.replay is not None else None,
                workers=site.workers,
                **common,
            ),
            MEDIA_NICE,
        )
        for index, name in enumerate(names)
    ]
    feeds = {camera.feed: camera.profiles for camera in site.cameras}
    engine = EngineConfig(
        name="engine", workers=names, feeds=feeds, budgets=site.budgets, warm=site.warm, **common
    )
    return [*workers, ProcessSpec("engine", "engine", engine, 0)]


def own_cores(index: int, workers: int, threads: int, available: Iterable[int]) -> tuple[int, ...]:
    """A core for each decode thread of this worker, no other's; () where there are not enough for all."""
    cores = sorted(available)
    if workers * threads > len(cores) or workers < 2:
        return ()
    return tuple(cores[index * threads : (index + 1) * threads])


def draws_maps(site: Site) -> bool:
    """Whether there is a process for the wall's maps: a replay's wall has none."""
    return site.wall_map and bool(site.monitors) and site.replay is None


def _maps(site: Site, folder: RuntimeFolder, common: Common) -> list[ProcessSpec]:
    if not draws_maps(site):
        return []
    config = MapConfig(name="map", frames_dir=str(folder.frames_dir), map_dir=site.map_dir, **common)
    return [ProcessSpec("map", "map", config, MEDIA_NICE, follows_wall=True)]


def snapshots_dir(site: Site) -> str:
    """Where pictures of tiles are kept."""
    return site.snapshots_dir or str(site.data_dir.absolute() / "snapshots")


def _windows(site: Site, common: Common) -> list[ProcessSpec]:
    specs = []
    borrows = site.replay is not None and site.replay.borrows
    for monitor in () if borrows else site.monitors:
        name = f"display-{monitor.monitor}"
        specs.append(
            ProcessSpec(
                name,
                "display",
                DisplayConfig(
                    name=name,
                    monitor=monitor,
                    monitors=site.monitors,
                    snapshots_dir=snapshots_dir(site),
                    shows_maps=draws_maps(site),
                    keys_file=site.keys_file,
                    desk_shown=site.desk,
                    desk=site.desk_geometry,
                    windowed=site.windowed,
                    **common,
                ),
                0,
            )
        )
    if site.desk:
        desk = DeskConfig(
            name="desk",
            geometry=site.desk_geometry,
            monitors=site.monitors,
            windowed=site.windowed,
            map_dir=site.map_dir,
            sightline=SIGHTLINE if site.replay is None else (),
            glimpses=GLIMPSES,
            replay=site.replay.source if site.replay is not None else None,
            packages_dir=str(site.data_dir.absolute() / "packages"),
            snapshots_dir=snapshots_dir(site),
            keys_file=site.keys_file,
            arrangement_dir=str(site.data_dir.absolute() / "desk") if site.replay is None else "",
            **common,
        )
        specs.append(ProcessSpec("desk", "desk", desk, 0, follows_wall=bool(site.monitors)))
    return specs


def _simulation(site: Site, common: Common) -> list[ProcessSpec]:
    simulator = site.simulator
    if simulator is None:
        return []
    cameras = SimulatorConfig(
        name="simulator",
        port=simulator.port,
        cameras=simulated_cameras(site.cameras, simulator.h265),
        username=simulator.username,
        password=simulator.password,
        **common,
    )
    specs = [ProcessSpec("simulator", "simulator", cameras, MEDIA_NICE)]
    if simulator.alerts:
        sensors = SensorsConfig(
            name="sensors",
            alerts_endpoint=site.alerts_endpoint,
            cameras=site.cameras,
            seed=simulator.seed,
            interval_s=simulator.alert_interval_s,
            points=simulator.alert_points,
            **common,
        )
        specs.append(ProcessSpec("sensors", "simulator", sensors, MEDIA_NICE))
    return specs
