"""What a bench says while it runs: on standard error, so that standard output is the result alone."""

import sys
import time


def tell(text: str) -> None:
    """One line of progress."""
    print(f"  {time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)
