"""What may be wrong with a package; each text says which, why, and what to do."""

from console.domain.errors import SightlineError


class PackageError(SightlineError):
    """A package can't be made or used."""


class UnreadablePackage(PackageError):
    """It is no package, or can't be read."""


class NewerPackage(UnreadablePackage):
    """A newer program made it."""
