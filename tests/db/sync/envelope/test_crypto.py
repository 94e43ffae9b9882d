"""The sealed stream: whole or not at all, for its receivers alone, errors of the stick come out as they are."""

import io

import pyrage
import pytest

from db.device_keys import KeyPair
from db.sync.envelope.crypto import Chunks, StreamError, open_stream, seal_stream, sealed_size


def sealed(plain: bytes, *pairs: KeyPair) -> bytes:
    out = io.BytesIO()
    seal_stream(io.BytesIO(plain), out, [pair.public.box for pair in pairs])
    return out.getvalue()


@pytest.mark.parametrize("length", [0, 1, 65535, 65536, 65537, 200_000])
def test_what_goes_in_comes_out_and_the_length_is_foreseen(two_pairs: tuple[KeyPair, KeyPair], length: int) -> None:
    plain = bytes(i % 251 for i in range(length))
    box = sealed(plain, *two_pairs)
    for pair in two_pairs:
        out = io.BytesIO()
        open_stream(io.BytesIO(box), out, [pair])
        assert out.getvalue() == plain
    header = box.index(b"\n--- ") + len("\n--- ") + 43 + 1
    assert len(box) - header == sealed_size(length)


def test_the_standard_age_format_opens_it(two_pairs: tuple[KeyPair, KeyPair]) -> None:
    box = sealed(b"plain", two_pairs[0])
    assert pyrage.decrypt(box, [pyrage.x25519.Identity.from_str(two_pairs[0].age)]) == b"plain"


def test_a_stranger_cannot_open_it(two_pairs: tuple[KeyPair, KeyPair]) -> None:
    with pytest.raises(StreamError) as caught:
        open_stream(io.BytesIO(sealed(b"plain", two_pairs[0])), io.BytesIO(), [two_pairs[1]])
    assert caught.value.no_key


def test_a_cut_stream_gives_only_right_bytes_then_an_error(two_pairs: tuple[KeyPair, KeyPair]) -> None:
    plain = bytes(i % 251 for i in range(150_000))
    box = sealed(plain, two_pairs[0])
    for cut in (len(box) - 1, 100_000, 66_000, 300, 100, 10, 0):
        out = io.BytesIO()
        with pytest.raises(StreamError):
            open_stream(io.BytesIO(box[:cut]), out, [two_pairs[0]])
        assert plain.startswith(out.getvalue())
        assert len(out.getvalue()) < len(plain)


class Broken:
    """A stick that is pulled out."""

    def read(self, size: int) -> bytes:
        raise OSError(5, "gone")

    def write(self, data: bytes) -> int:
        raise OSError(28, "full")


def test_errors_of_the_stick_come_out_as_they_are(two_pairs: tuple[KeyPair, KeyPair]) -> None:
    box, keys = sealed(b"x" * 100_000, two_pairs[0]), [two_pairs[0].public.box]
    with pytest.raises(OSError, match="gone"):
        seal_stream(Broken(), io.BytesIO(), keys)
    with pytest.raises(OSError, match="full"):
        seal_stream(io.BytesIO(b"x" * 100_000), Broken(), keys)
    with pytest.raises(OSError, match="gone"):
        open_stream(Broken(), io.BytesIO(), [two_pairs[0]])
    with pytest.raises(OSError, match="full"):
        open_stream(io.BytesIO(box), Broken(), [two_pairs[0]])


def test_pieces_of_any_size_make_one_stream() -> None:
    pieces = Chunks([b"", b"abc", b"", b"defgh", b"i"])
    assert [pieces.read(2) for _ in range(7)] == [b"ab", b"c", b"de", b"fg", b"h", b"i", b""]


def test_after_an_error_nothing_more_is_passed_on(two_pairs: tuple[KeyPair, KeyPair]) -> None:
    class Full:
        asked = 0

        def write(self, data: bytes) -> None:
            self.asked += 1
            raise OSError(28, f"full {self.asked}")

    target = Full()
    with pytest.raises(OSError, match="full 1"):
        open_stream(io.BytesIO(sealed(b"x" * 500, two_pairs[0])), target, [two_pairs[0]])
    assert target.asked == 1


@pytest.mark.parametrize("after", [0, 100, 300, 700])
def test_an_error_with_the_very_last_bytes_is_not_lost(two_pairs: tuple[KeyPair, KeyPair], after: int) -> None:
    class Full:
        left = after

        def write(self, data: bytes) -> None:
            self.left -= len(data)
            if self.left < 0:
                raise OSError(28, "full")

    with pytest.raises(OSError, match="full"):
        seal_stream(io.BytesIO(b"x" * 1000), Full(), [two_pairs[0].public.box])
    with pytest.raises(OSError, match="full"):
        open_stream(io.BytesIO(sealed(b"x" * 1000, two_pairs[0])), Full(), [two_pairs[0]])
