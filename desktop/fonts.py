"""The typefaces that travel with the program, for the screen and for paper alike."""

import sys
from functools import cache
from importlib import resources

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SANS = "NotoSansSC-Regular"
SANS_SEMIBOLD = "NotoSansSC-SemiBold"
SERIF = "NotoSerifSC-Regular"
SERIF_BOLD = "NotoSerifSC-Bold"
RARE = "HanaMinB"  # characters of extensions B to F that the others lack: a fallback for rare names

FACES = (SANS, SANS_SEMIBOLD, SERIF, SERIF_BOLD, RARE)


@cache
def font_bytes(name: str) -> bytes:
    """A face as a TrueType file; kept after the first call (20 to 100 ms, 10 to 30 MB).

    Raises KeyError for a name not in FACES.
    """
    if name not in FACES:
        raise KeyError(name)
    packed = resources.files("resources").joinpath("fonts", f"{name}.ttf.zst").read_bytes()
    data: bytes = zstd.decompress(packed)
    return data
