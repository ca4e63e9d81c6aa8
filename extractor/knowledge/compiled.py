"""The names in the form that scanning wants, built once and kept in the user's cache folder.

The kept file is named by a hash of all that it depends on and holds its own checksum, so that it is never stale and a
damaged one is built anew. It is written beside its place and moved there, so that another process sees all of it or
none. Where the folder cannot be written, a folder of the user's in the system's temporary one serves; where that
cannot be either, the names are built in memory.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import ahocorasick

from extractor._version import __version__
from extractor.knowledge.names import read_names, shipped, tables
from extractor.knowledge.surroundings import files, guards_of
from extractor.resources import corpus

_SOURCES = [Path(__file__).with_name(name) for name in ("compiled.py", "fold.py", "names.py", "surroundings.py")]
_KEPT = 8  # compiled forms: of several versions, and with several files of the user's own
_CHECKSUM = 32  # bytes of SHA-256


@dataclass(slots=True)
class Compiled:
    """Entries as ``(key, name, type, tickers)``.

    Forms as ``(length, Latin spellings, guards, begins or ends in Latin, entries, (text, caution))``.
    """

    entries: list[tuple]
    forms: list[tuple]
    automaton: ahocorasick.Automaton


def compiled(own: list[Path]) -> Compiled:
    """The compiled names of the product and the user's own files, from the cache where it holds them."""
    paths = shipped()
    name = f"names-{_fingerprint([*_SOURCES, *paths, *tables(), *files(), *_conversion()], own)}.bin"
    folders = [cache_folder()]
    if not _writable(folders[0]):
        folders += _temporary_folder()
    for folder in folders:
        if names := _load(folder / name):
            return names
    names = _build(paths, own)
    _keep(folders[-1] / name, names)
    return names


def cache_folder() -> Path:
    """``$XDG_CACHE_HOME`` or the system's usual place, below it our own folder."""
    if root := os.environ.get("XDG_CACHE_HOME"):
        base = Path(root)
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home())
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path.home() / ".cache"
    return base / "chinese-finance-extractor"


def _writable(folder: Path) -> bool:
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        return os.access(folder, os.W_OK)
    return False


def _temporary_folder() -> list[Path]:
    """Where to keep names if the cache folder cannot be written: a folder of this user alone, else none."""
    if not hasattr(os, "getuid"):
        return []
    folder = Path(tempfile.gettempdir()) / f"chinese-finance-extractor-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return []
    # What is unpickled must be ours: nobody else may have made the folder or may write in it.
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022
    return [folder] if ours else []


def _conversion() -> list[Path]:
    return [corpus("knowledge", "script", "fixes.csv")]


def _fingerprint(paths: list[Path], own: list[Path]) -> str:
    versions = (__version__, sys.version, version("pyahocorasick"), version("opencc-python-reimplemented"))
    digest = hashlib.sha256("\n".join(versions).encode())
    for path in [*paths, *own]:
        digest.update(f"\n{path.name} {path in own} ".encode())
        # A file that cannot be read is in no cache, and is reported by whoever reads its rows.
        with suppress(OSError):
            digest.update(f"{path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:32]


def _build(paths: list[Path], own: list[Path]) -> Compiled:
    names = read_names(paths, own)
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    guards = guards_of(names.forms)
    forms: list[tuple] = []
    for text, form in names.forms.items():
        latin = form.spellings if text.isascii() else ()
        automaton.add_word(text, len(forms))
        edged = _latin(text[0]) or _latin(text[-1])
        written = next(iter(form.spellings), text)
        forms.append((len(text), latin, guards.get(text, ()), edged, form.entries, (written, form.caution)))
    automaton.make_automaton()
    return Compiled(names.entries, forms, automaton)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _load(path: Path) -> Compiled | None:
    try:
        content = path.read_bytes()
        body = content[_CHECKSUM:]
        if hashlib.sha256(body).digest() != content[:_CHECKSUM]:
            return None
        return Compiled(*pickle.loads(body))
    except (OSError, pickle.UnpicklingError, EOFError, TypeError, ValueError):
        return None


def _keep(path: Path, names: Compiled) -> None:
    body = pickle.dumps((names.entries, names.forms, names.automaton), protocol=pickle.HIGHEST_PROTOCOL)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(body).digest() + body)
            os.replace(temporary, path)
            by_age = sorted(path.parent.glob("names-*.bin"), key=lambda kept: kept.stat().st_mtime)
            for old in by_age[:-_KEPT]:
                old.unlink(missing_ok=True)
        except OSError:
            with suppress(OSError):
                os.unlink(temporary)
            raise
