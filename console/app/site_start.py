"""Starts a site and waits for its end."""

import os

from console.app.font_check import font_warnings
from console.app.fork_group import begin_servers, take_servers
from console.app.forked_child import ForkServers
from console.app.preflight import check_machine
from console.app.process_clock import PROCESS_CLOCK
from console.app.process_log import open_process_log
from console.app.process_plan import plan_processes
from console.app.runtime_folder import RuntimeFolder
from console.app.site import Site
from console.app.supervisor import Supervisor
from console.app.temporary_home import clear_dead
from console.app.terminal import say
from console.app.window_platform import platform_words, settle_window_platform
from console.core.log.schema import check_file
from console.domain.errors import SightlineError
from console.domain.wording import counted
from console.protocol.endpoints import runtime_root


def start_site(site: Site, *, needs_sandbox: bool = False) -> Supervisor:
    """The site's supervisor, with every process started. ``needs_sandbox`` as in ``check_machine``.

    What a killed site or replay of this user left is removed.

    Raises SightlineError if it runs already or the machine lacks what it needs, NewerLog if a newer program
    wrote its data folder. Then nothing is left running.
    """
    settle_window_platform(os.environ)
    begin_servers()  # they load while all else is looked at, if they don't yet
    servers = ForkServers(take_servers())
    try:
        return _with_servers(site, servers, needs_sandbox)
    except BaseException:  # Ctrl+C too: nothing is left of a start that failed
        servers.stop()
        raise


def _with_servers(site: Site, servers: ForkServers, needs_sandbox: bool) -> Supervisor:
    check_file(site.data_dir / "core.sqlite")
    log_dir = site.data_dir / "logs"
    clear_dead()
    folder = RuntimeFolder(runtime_root() / site.name, site.name, site.data_dir)
    try:
        folder.open()
    except OSError as error:
        place = error.filename or folder.path
        raise SightlineError(
            f"{site.name} can't be started: {place} can't be made or written ({error.strerror}): mend its "
            "rights, or name another folder as data_dir in the site file, or in XDG_RUNTIME_DIR"
        ) from error
    try:
        check_machine(site, os.environ, needs_sandbox=needs_sandbox)
        open_process_log(log_dir, "supervisor")
        specs = plan_processes(site, folder, log_dir)
        supervisor = Supervisor(specs, folder, log_dir, site.alerts_endpoint, PROCESS_CLOCK, servers)
        supervisor.start()
    except BaseException:  # Ctrl+C too: no lock stays taken
        folder.close()
        raise
    return supervisor


def run_site(site: Site, *started: str, needs_sandbox: bool = False) -> None:
    """Run a site until it is stopped; lines of ``started`` are said once it runs.

    Takes and raises what ``start_site`` does.
    """
    for warning in (*site.warnings, *font_warnings(site.names)):
        say(warning, error=True)
    supervisor = start_site(site, needs_sandbox=needs_sandbox)
    if site.has_windows and (words := platform_words(os.environ)):
        say(words, error=True)
    cameras, monitors = counted(len(site.cameras), "camera"), counted(len(site.monitors), "monitor")
    say(f"{site.name}: {cameras}, {monitors}. Ctrl+C stops it.")
    say(f"logs: {site.data_dir / 'logs'}")
    for line in started:
        say(line)
    supervisor.run()
