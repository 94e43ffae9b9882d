"""Make resources/fonts again from the published packages: `python resources/make_fonts.py [DIR]`.

DIR keeps the downloaded packages (a temporary folder otherwise). Needs npm, apt-get and dpkg-deb, and the development
tools of this project (fontTools). resources/README.md says where each file comes from and under which licence.
"""

import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backports import zstd
from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"


@dataclass(frozen=True, slots=True)
class Package:
    """A published package: how its ordinary client fetches it, and what must arrive."""

    fetch: tuple[str, ...]
    file: str
    sha256: str


SERIF = Package(
    ("npm", "pack", "@expo-google-fonts/noto-serif-sc@0.4.3"),
    "expo-google-fonts-noto-serif-sc-0.4.3.tgz",
    "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
)
SANS = Package(
    ("npm", "pack", "@expo-google-fonts/noto-sans-sc@0.4.3"),
    "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
    "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
)
HANAZONO = Package(
    ("apt-get", "download", "fonts-hanazono=20170904-2.1"),
    "fonts-hanazono_20170904-2.1_all.deb",
    "a6943366b4f5a6cec34221f8b4eb22555a628f0ee6ef4e3d3401cabe9363aeae",
)
# made file -> package, path inside it
FACES = {
    "NotoSerifSC-Regular": (SERIF, "package/400Regular/NotoSerifSC_400Regular.ttf"),
    "NotoSerifSC-Bold": (SERIF, "package/700Bold/NotoSerifSC_700Bold.ttf"),
    "NotoSansSC-Regular": (SANS, "package/400Regular/NotoSansSC_400Regular.ttf"),
    "NotoSansSC-SemiBold": (SANS, "package/600SemiBold/NotoSansSC_600SemiBold.ttf"),
    "HanaMinB": (HANAZONO, "usr/share/fonts/truetype/hanazono/HanaMinB.ttf"),
}
LICENCES = {
    "NotoSerifSC.LICENSE": (SERIF, "package/LICENSE_FONT"),
    "NotoSansSC.LICENSE": (SANS, "package/LICENSE_FONT"),
    "HanaMinB.LICENSE": (HANAZONO, "usr/share/doc/fonts-hanazono/copyright"),
}


def unpacked(package: Package, folder: Path) -> Path:
    """The package's files in a folder, after its hash was found right."""
    archive = folder / package.file
    if not archive.exists():
        subprocess.run(package.fetch, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    if hashlib.sha256(archive.read_bytes()).hexdigest() != package.sha256:
        raise SystemExit(f"{archive} is not the file this script knows")
    out = folder / archive.stem
    if not out.exists():
        if archive.suffix == ".deb":
            subprocess.run(("dpkg-deb", "-x", str(archive), str(out)), check=True)  # noqa: S603, S607
        else:
            with tarfile.open(archive) as tar:
                tar.extractall(out, filter="data")
    return out


def with_even_digits(font: TTFont) -> None:
    """Digits half an em wide, as official forms have them (GB/T 9704: 半角宋体); Noto Serif SC keeps them as `hwid`."""
    gsub = font["GSUB"].table
    lookups = next(
        record.Feature.LookupListIndex for record in gsub.FeatureList.FeatureRecord if record.FeatureTag == "hwid"
    )
    half: dict[str, str] = {}
    for index in lookups:
        for part in gsub.LookupList.Lookup[index].SubTable:
            half |= getattr(part, "ExtSubTable", part).mapping
    for table in font["cmap"].tables:
        for code in {ord(digit) for digit in "0123456789"} & set(table.cmap):
            table.cmap[code] = half.get(table.cmap[code], table.cmap[code])


def with_joined_dashes(font: TTFont) -> None:
    """An em dash one em wide from edge to edge, so that the two of a Chinese dash (——) are one line without a gap."""
    name, em = font.getBestCmap()[ord("—")], font["head"].unitsPerEm
    glyph = font["glyf"][name]
    left, right = glyph.xMin, glyph.xMax
    glyph.coordinates.transform(((em / (right - left), 0), (0, 1)))
    glyph.coordinates.translate((-left * em / (right - left), 0))
    glyph.coordinates.toInt()
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (em, glyph.xMin)


def smaller(path: Path, without: frozenset[int]) -> bytes:
    """The face without layout tables, hints and the characters another face has; names, licence and metrics stay.

    Kerning goes too: it would move digits, and columns of numbers stand on digits of one width.
    """
    options = subset.Options(
        layout_features=[],
        hinting=False,
        notdef_outline=True,
        name_IDs=["*"],
        name_languages=["*"],
        name_legacy=True,
        recalc_timestamp=False,
        drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "FFTM", "prop", "gasp"],
    )
    font = TTFont(path, recalcTimestamp=False)
    if path.name.startswith("Noto"):
        with_joined_dashes(font)
    if path.name.startswith("NotoSerif"):
        with_even_digits(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=set(font.getBestCmap()) - without)
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def made(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each file of resources/fonts, by name, before compression."""
    covered: frozenset[int] = frozenset()
    for name, (package, inside) in FACES.items():
        path = unpacked(package, folder) / inside
        if package is SERIF:
            covered |= frozenset(TTFont(path, lazy=True).getBestCmap())
        yield f"{name}.ttf", smaller(path, covered if package is HANAZONO else frozenset())


def main(folder: Path) -> None:
    """Write the compressed faces and the licence texts, and say their sizes."""
    FONTS.mkdir(exist_ok=True)
    for name, data in made(folder):
        packed = zstd.compress(data, 19)
        (FONTS / f"{name}.zst").write_bytes(packed)
        sys.stdout.write(f"{name}.zst {len(data):,} -> {len(packed):,} {hashlib.sha256(data).hexdigest()}\n")
    for name, (package, inside) in LICENCES.items():
        text = (unpacked(package, folder) / inside).read_bytes()
        (FONTS / name).write_bytes(text)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]).resolve())
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
