"""The Debian packages that the table learns from: fetched and unpacked, never installed.

The office suite's help, and interface catalogues (`.mo`) of desktop applications. No other help, manual
or FAQ text may be added: such text is what retrieval is measured on.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

Progress = Callable[[str, int, int], None]

HELP = ("libreoffice-help-en-us", "libreoffice-help-nl", "libreoffice-help-fr")
OFFICE = ("libreoffice-l10n-nl", "libreoffice-l10n-fr")
# What a helpdesk hears about: accounts, mail, network, printing, screens, files, updates, meetings, the desktop itself.
DESKTOP = tuple(
    """
    apt-listchanges aptitude-common ark backintime-common baobab bleachbit bluedevil blueman brasero-common
    caja-common cheese-common cinnamon-l10n claws-mail-i18n deja-dup dino-im-common dolphin eog
    epiphany-browser-data evince-common evolution-common evolution-data-server-common falkon file-roller
    filezilla-common gajim gdm3 geary gedit-common gimp-data gnome-bluetooth-3-common gnome-calendar
    gnome-connections gnome-contacts gnome-control-center-data gnome-disk-utility gnome-initial-setup
    gnome-keyring gnome-maps gnome-multi-writer gnome-remote-desktop gnome-session-common
    gnome-settings-daemon-common gnome-shell-common gnome-software-common gnome-system-monitor
    gnome-terminal-data gscan2pdf gvfs-common gwenview hexchat-common kalarm kdeconnect kdepim-runtime kio
    kleopatra kmail knotes konqueror konsole kontact korganizer krdc krfb kscreen ktorrent-data kwalletmanager
    libglib2.0-data libgoa-1.0-common libgtk-3-common libgtk-4-common libkf5akonadi-data libkf5mailcommon-data
    libkf5pimcommon-data libkf5xmlgui-data liferea-data lightdm-gtk-greeter malcontent mate-control-center-common
    mate-panel-common mutt nautilus-data network-manager network-manager-gnome okular packagekit
    partitionmanager pavucontrol phpmyadmin pidgin-data plasma-desktop-data plasma-discover-common plasma-nm
    plasma-pa plasma-workspace-data powerdevil-data print-manager pulseaudio python3-django remmina-common
    rhythmbox-data seahorse shotwell-common simple-scan skanlite skanpage software-properties-common
    sylpheed-i18n synaptic system-config-printer-common systemsettings tellico-data thunar-data
    tigervnc-viewer timeshift totem-common vlc-l10n wordpress-l10n xfburn xfce4-power-manager-data
    xfce4-screenshooter xfce4-settings xsane-common yelp zim
    """.split()
)
# Far from a helpdesk (accounts in the bookkeeper's sense, ancestors, drawings), but they widen the vocabulary.
WIDER = tuple(
    """
    audacity-data choqok digikam-data gnucash-common gnumeric-common gramps grisbi-common homebank-data inkscape
    k3b-i18n kmymoney-common poedit-common skrooge-common
    """.split()
)
# Everything else in a package is programs and pictures.
_WANTED = ("*/nl/LC_MESSAGES/*.mo", "*/fr/LC_MESSAGES/*.mo", "*/languages/*nl_NL.mo", "*/languages/*fr_FR.mo")
_WANTED_HELP = ("*/text/*.html",)


def fetch(names: Sequence[str], folder: Path, progress: Progress) -> Path:
    """Download packages and unpack what is wanted of them; what an earlier run has done stays.

    Needs `apt-get` with package lists (`apt-get update`), not root.

    Args:
        names: Packages.
        folder: Gets `debs/` and `unpacked/<package>/`.
        progress: Told after every package.

    Returns:
        The folder `unpacked`.

    Raises:
        subprocess.CalledProcessError: If a package cannot be fetched or read.
    """
    debs, unpacked = folder / "debs", folder / "unpacked"
    debs.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(names, start=1):
        target = unpacked / name
        if not target.is_dir():
            found = sorted(debs.glob(f"{name}_*.deb"))
            if not found:
                subprocess.run(["apt-get", "download", "-q", name], cwd=debs, check=True, capture_output=True)
                found = sorted(debs.glob(f"{name}_*.deb"))
            _unpack(found[-1], target, _WANTED_HELP if name in HELP else _WANTED)
        progress("packages", number, len(names))
    return unpacked


def _unpack(deb: Path, target: Path, wanted: Sequence[str]) -> None:
    """Into a temporary folder first: a folder that is there is complete."""
    partial = target.with_name(target.name + ".partial")
    partial.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE) as archive:
        # Exit 2 means that some pattern matched nothing: a package may lack one of the languages.
        subprocess.run(
            ["tar", "-x", "-C", partial, "--wildcards", *wanted], stdin=archive.stdout, stderr=subprocess.DEVNULL
        )
    if archive.returncode:
        raise subprocess.CalledProcessError(archive.returncode, ["dpkg-deb", str(deb)])
    partial.rename(target)
