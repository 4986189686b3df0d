"""Starts a site and waits for its end."""

from console.app.process_clock import PROCESS_CLOCK
from console.app.process_log import open_process_log
from console.app.process_plan import plan_processes
from console.app.runtime_folder import RuntimeFolder
from console.app.site import Site
from console.app.supervisor import Supervisor
from console.core.log.schema import check_file
from console.protocol.endpoints import runtime_root


def site_supervisor(site: Site) -> Supervisor:
    """The supervisor of a site, not yet started."""
    log_dir = site.data_dir / "logs"
    folder = RuntimeFolder(runtime_root() / site.name, site.name)
    specs = plan_processes(site, folder, log_dir)
    return Supervisor(specs, folder, log_dir, site.alerts_endpoint, PROCESS_CLOCK)


def run_site(site: Site) -> None:
    """Run a site until it is stopped.

    Raises SightlineError if it runs already, NewerLog if a newer program wrote its data folder.
    """
    check_file(site.data_dir / "core.sqlite")
    supervisor = site_supervisor(site)
    open_process_log(site.data_dir / "logs", "supervisor")
    supervisor.start()
    print(
        f"{site.name}: {len(site.cameras)} cameras, {len(site.monitors)} monitors. Ctrl+C stops it.",
        flush=True,
    )
    print(f"logs: {site.data_dir / 'logs'}", flush=True)
    supervisor.run()
