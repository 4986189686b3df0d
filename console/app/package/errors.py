"""What may be wrong with a package; each text says which, why, and what to do."""

from console.domain.errors import CommandRefused, SightlineError


class PackageError(SightlineError):
    """A package can't be made or used."""


class NothingRecorded(CommandRefused, PackageError):
    """Nothing is there of what was asked for."""

    def __init__(self, text: str) -> None:
        super().__init__("nothing_recorded", text)


class UnreadablePackage(PackageError):
    """It is no package, or can't be read."""


class NewerPackage(UnreadablePackage):
    """A newer program made it."""
