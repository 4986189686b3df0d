"""Entry of the ``sightline`` command."""

import sys

from console.app.fork_group import begin_first_server


def main() -> None:
    """Load as many of the commands as the line needs, and do what it says."""
    if sys.argv[1:2] == ["up"]:  # a wall is to be there soon: this loads while the line is read
        begin_first_server()
    from console.app.command_answer import add_groups, answer
    from console.app.terminal import prepare_streams

    prepare_streams()
    add_groups(sys.argv[1:2])
    answer()


if __name__ == "__main__":
    main()
