"""Whether a package's files are there in their sizes: told in a moment, without a byte of them."""

from collections.abc import Callable, Mapping

from console.app.package.manifest import FileDigest


def other_sizes(files: Mapping[str, FileDigest], size_of: Callable[[str], int]) -> dict[str, str]:
    """Names of those that are not, and what is wrong with each, in words.

    ``size_of`` raises OSError or KeyError where there is none of this name.
    """
    found = {}
    for name, wanted in sorted(files.items()):
        try:
            size = size_of(name)
        except (OSError, KeyError):
            found[name] = "is missing"
            continue
        if size != wanted.size:
            found[name] = f"has {size} bytes, not {wanted.size}"
    return found
