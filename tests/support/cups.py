"""A private CUPS server for the tests: its own folder and socket, one queue that prints PDF into a file.

The queue takes PDF as today's printers do. The `cups-pdf` driver is not used: it goes through PostScript, which turns
the text into shapes, and it writes below the user's home.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

QUEUE = "Office_PDF"
HOW_TO_INSTALL = (
    "CUPS is needed by these tests and cupsd was not found.\n"
    "Install it: apt-get install -y cups cups-client cups-filters   (`python3 dev.py test` does so where it may)"
)
_PATIENCE_S = 20.0
_ADMINISTRATORS = """\
Listen {folder}/cups.sock
LogLevel warn
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
"""
_FILES = """\
ServerRoot {folder}/root
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/temp
ErrorLog {folder}/error_log
AccessLog {folder}/access_log
PageLog {folder}/page_log
FileDevice Yes
"""
_PRINTER = """\
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "OFFICE.PPD"
*Manufacturer: "Sweepbook"
*Product: "(Office PDF)"
*ModelName: "Office PDF"
*ShortNickName: "Office PDF"
*NickName: "Office PDF"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*cupsFilter: "application/vnd.cups-pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "0 0 595 842"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
"""


@dataclass
class PrintServer:
    """A running server; clients find it through `CUPS_SERVER`."""

    folder: Path

    @property
    def socket(self) -> str:
        """What CUPS_SERVER is set to."""
        return str(self.folder / "cups.sock")

    @property
    def paper(self) -> Path:
        """What the queue printed last, once it has."""
        return self.folder / "paper.pdf"

    def control(self, *command: str) -> str:
        """Run one of CUPS's own commands on this server."""
        environment = {**os.environ, "CUPS_SERVER": self.socket, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stderr}")
        return done.stdout

    def is_idle(self) -> bool:
        """Whether every job has been printed."""
        return not self.control("lpstat", "-o")


@contextmanager
def running_cups() -> Iterator[PrintServer]:
    """Start a server with its queue; stops it and removes its folder at the end."""
    program = shutil.which("cupsd") or shutil.which("cupsd", path="/usr/sbin:/sbin")
    if program is None:
        raise RuntimeError(HOW_TO_INSTALL)
    folder = Path(tempfile.mkdtemp(prefix="sweepbook-cups-"))
    server = PrintServer(folder)
    try:
        _write_settings(folder)
        settings = ("-c", str(folder / "root" / "cupsd.conf"), "-s", str(folder / "root" / "cups-files.conf"))
        with (folder / "output").open("wb") as output:
            process = subprocess.Popen([program, "-f", *settings], stdout=output, stderr=output)
        try:
            _wait_for(server, process)
            server.control("lpadmin", "-p", QUEUE, "-E", "-v", f"file:{server.paper}", "-P", str(folder / "office.ppd"))
            yield server
        finally:
            process.terminate()
            process.wait()
    finally:
        shutil.rmtree(folder)


def _write_settings(folder: Path) -> None:
    for name in ("root", "spool", "cache", "state", "temp"):
        (folder / name).mkdir()
    folder.chmod(0o755)
    (folder / "temp").chmod(0o1777)  # filters run as another user
    (folder / "root" / "cupsd.conf").write_text(_ADMINISTRATORS.format(folder=folder))
    (folder / "root" / "cups-files.conf").write_text(_FILES.format(folder=folder))
    (folder / "office.ppd").write_text(_PRINTER)


def _wait_for(server: PrintServer, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            server.control("lpstat", "-r")
            if Path(server.socket).exists():
                return
        except RuntimeError:
            process.poll()
    log = (server.folder / "error_log").read_text(errors="replace") if process.poll() is not None else ""
    raise RuntimeError(f"cupsd did not come up: {log}")
