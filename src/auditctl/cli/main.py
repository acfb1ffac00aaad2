"""The entry: the version and the overview need nothing, everything else is loaded when it is asked for."""

import gc
import os
import sys


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        from auditctl import __version__  # noqa: PLC0415 - nothing else may be imported for it

        sys.stdout.write(f"auditctl {__version__}\n")
        return
    if arguments in ([], ["-h"], ["--help"]) and "_AUDITCTL_COMPLETE" not in os.environ:
        from auditctl.cli.overview import overview  # noqa: PLC0415 - quicker than the parser it stands for

        sys.stdout.write(overview())
        return
    gc.disable()  # a command is short and leaves next to no cycles; looking for some costs a tenth of its time
    from auditctl.cli.app import run  # noqa: PLC0415 - see above

    try:
        run(arguments)
    finally:
        gc.freeze()  # at its end Python looks through everything once more, unless it is told not to
