"""What a fault of the machine is called, and what a person can do about it."""

from __future__ import annotations

import errno
import os
import re

STANDS = "the last release stands"
SPACE, MODE = "free some space there", "let this user read and write there, or name another folder"
ADVICE = {
    errno.ENOSPC: SPACE,
    errno.EDQUOT: f"{SPACE} or raise the quota",
    errno.EFBIG: "raise the limit of file sizes (ulimit -f)",
    errno.EACCES: MODE,
    errno.EPERM: MODE,
    errno.EROFS: "mount it writable, or name another folder",
    errno.EMFILE: "raise the limit of open files (ulimit -n)",
    errno.ENFILE: "close some files of this machine",
    errno.ENOMEM: "free some memory, or use fewer --workers",
    errno.EEXIST: "take away what stands in its place",
    errno.ENOTDIR: "take away what stands in its place",
    errno.EISDIR: "take away what stands in its place",
    errno.EIO: "see to the disk",
}
OF_THE_SYSTEM = re.compile(r"\(os error (\d+)\)")  # as Polars tells it, whose errors bear no number


def told(fault: OSError, place: object) -> str:
    """A fault in one line: where (`place`, where it names no file), what, and what to do."""
    found = OF_THE_SYSTEM.search(str(fault))
    number = fault.errno or (int(found[1]) if found else None)
    what = os.strerror(number) if found and number else fault.strerror or str(fault)
    advice = ADVICE.get(number or 0)
    where = fault.filename2 or fault.filename or place  # what is to be made, where something takes a name
    return f"{where}: {what}" + (f"; {advice}, and try again" if advice else "")
