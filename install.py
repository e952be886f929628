"""Installs Pizhu from this checkout into .venv, for the Makefile, and says what is being done.

Usage: ``python3 install.py run|dev``. It runs in Python 3.6 too, so that an old one is told what is missing.
"""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
LOG = VENV / "install.log"
"""All that pip has said in this installation."""

OPTIONS = {
    "run": ["--editable", ".[files]"],
    "dev": ["--editable", ".[all]", "--group", "dev"],
}
"""What pip installs, by the name of the target."""

WIDTH = 76
INDENT = "      "

NO_NETWORK = re.compile(
    r"name resolution|getaddrinfo|NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|"
    r"Network is unreachable|Connection refused|ProxyError|Max retries|No matching distribution|"
    r"from versions: none",
)
NO_ROOM = re.compile(r"No space left on device|Disk quota exceeded")
PACKAGE = re.compile(
    r"(?:Collecting|Requirement already satisfied:|Processing \S*/(?=\S+\.whl)) ?"
    r"([A-Za-z0-9._]+(?:-(?!\d+\.)[A-Za-z0-9._]+)*)"
)
"""The name in a line of pip about a package that is found, in an index or as a file."""


class Failure(Exception):
    """What went wrong and what to do, in a sentence."""


class Names:
    """Names after commas, which are printed as they come, in lines of a limited width."""

    def __init__(self):
        """Start without names."""
        self._seen = set()
        self._column = 0

    def add(self, name):
        """Print a name that was not there before."""
        if name.lower() in self._seen:
            return
        if self._seen:
            sys.stdout.write(",")
            self._column += 1
        self._seen.add(name.lower())
        if not self._column or self._column + 2 + len(name) > WIDTH:
            sys.stdout.write(("\n" if self._column else "") + INDENT)
            self._column = len(INDENT)
        else:
            sys.stdout.write(" ")
            self._column += 1
        sys.stdout.write(name)
        self._column += len(name)
        sys.stdout.flush()

    def end(self):
        """End the line."""
        if self._column:
            say("")


def say(text):
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def check_python():
    """Check that this Python is new enough and complete.

    :raises Failure: it is not.
    """
    version = "{}.{}".format(*sys.version_info[:2])
    if sys.version_info < OLDEST:
        raise Failure(
            f"Pizhu needs Python 3.11 or later, and {sys.executable} is {version}: "
            "install a later one and name it, as in `make run PYTHON=python3.12`."
        )
    if not (find_spec("venv") and find_spec("ensurepip")):
        raise Failure(
            "This Python cannot make virtual environments: install its module venv "
            f"(Debian and Ubuntu: sudo apt install python{version}-venv) and run make again."
        )


def make_environment():
    """Make .venv, unless it is there and works.

    :raises Failure: it cannot be made.
    """
    if has_pip():
        return
    say("1/4  Making a virtual environment in .venv")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if made.returncode:
        words = made.stdout.decode("utf-8", "replace").split()
        raise Failure(f"The virtual environment .venv could not be made: {' '.join(words)[-300:]}")


def has_pip():
    """Whether .venv has a Python that works, with pip."""
    try:
        command = [PYTHON, "-c", f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"]
        return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def install(options):
    """Let pip install, and say what it does.

    :raises Failure: it could not.
    """
    pip = [
        PYTHON,
        "-m",
        "pip",
        "--no-input",
        "--disable-pip-version-check",
        "install",
        "--progress-bar",
        "off",
    ]
    pip += ["--constraint", "constraints.txt"]
    with LOG.open("wb") as log:
        say("2/4  Finding and fetching packages")
        run_pip([*pip, "pip>=25.1"], log)
        run_pip([*pip, *options], log)


def run_pip(command, log):
    """Run pip, keep what it says and show the names of packages.

    :raises Failure: it failed.
    """
    process = subprocess.Popen(command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = []
    names = Names()
    try:
        for line in process.stdout:
            log.write(line)
            text = line.decode("utf-8", "replace").strip()
            said.append(text)
            found = PACKAGE.match(text)
            if found and found.group(1) not in ("pip", "pizhu"):
                names.add(found.group(1))
            elif text.startswith("Installing collected packages:") and text.count(","):
                names.end()
                names = Names()
                say(f"3/4  Installing {text.count(',') + 1} packages")
    finally:
        names.end()
        if process.poll() is None:
            process.wait()
    if process.returncode:
        raise Failure(explained("\n".join(said)))


def explained(said):
    """Why pip failed, and what to do."""
    if NO_ROOM.search(said):
        return "The disk is full: free about 300 MB and run make again."
    if NO_NETWORK.search(said):
        return (
            "The packages could not be fetched: check that this computer is online "
            "(behind a proxy, set https_proxy) and run make again."
        )
    errors = [line for line in said.splitlines() if line.startswith("ERROR:")]
    reason = errors[-1][6:].strip(" .") if errors else "pip failed"
    return f"The packages could not be installed: {reason}. All that pip said is in .venv/install.log."


def compile_all():
    """Compile the modules, so that the program starts as quickly as one installed for good."""
    say("4/4  Compiling")
    subprocess.run([PYTHON, "-m", "compileall", "-q", "store", "tui", "seeds"], cwd=str(ROOT), check=False)


def main(target):
    """Install for a target, and return the exit code."""
    what = "Pizhu is installed" if target == "run" else "Pizhu and what its tests need are installed"
    try:
        if not has_pip():
            check_python()
        say(f"{what} into .venv, once; this takes a minute or two.")
        make_environment()
        install(OPTIONS[target])
        compile_all()
    except Failure as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Run make again to go on.\n")
        return 130
    say("Installed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
