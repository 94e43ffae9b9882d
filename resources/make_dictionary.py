"""Makes resources/segments-N.zdict: what small segments share with each other, for zstd (db/sync/log/press.py).

Run `python -m resources.make_dictionary N`. A dictionary that was ever used is kept for ever and never made again:
what was pressed with it is opened with it in twenty years. The words in it come from the demonstration, which is
invented, and from the names of tables and columns.
"""

import sys
import tempfile
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from backports import zstd

HERE = Path(__file__).resolve().parent
SIZE = 16 * 1024
PASSWORD = "baijia-demo"  # noqa: S105 - opens only a store that is thrown away
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(strict=False).decode
Deed = tuple[str, list[str], list[Any], list[Any]]
"""Table, its columns, an op, and who made it."""


def main(number: str) -> None:
    """Writes the file, unless it is there."""
    target = HERE / f"segments-{number}.zdict"
    if target.exists():
        raise SystemExit(f"{target.name} is there and stays as it is")
    random = Random(int(number))  # noqa: S311 - chooses among samples
    samples = [*segments(random), *papers(random)]
    target.write_bytes(zstd.train_dict(samples, SIZE).dict_content)


def segments(random: Random) -> list[bytes]:
    """Bodies of one record and of a few, as laptops seal them."""
    deeds, found = list(demonstrated()), []
    kinds: dict[tuple[str, int], list[Deed]] = {}
    for deed in deeds:
        kinds.setdefault((deed[0], deed[2][0]), []).append(deed)
    for alike in kinds.values():
        random.shuffle(alike)
        found += [body([deed], random) for deed in alike[:150]]
    found += [body(random.sample(deeds, random.choice((2, 3, 5))), random) for _n in range(300)]
    for name, columns in columns_of_all():
        empty = [0, 0, _id(random), [None] * len(columns)]
        found += [body([(name, columns, empty, [1, "周建国", 0, "登记", None])], random) for _n in range(6)]
    random.shuffle(found)
    return found


def demonstrated() -> list[Deed]:
    """Every op of the demonstration's stores."""
    from db import open_store, surroundings
    from db.keyring import Cost
    from db.sync.log import press
    from desktop.demo.story import Demo

    press.SMALL = -1  # the first is made where there is none yet
    found: list[Deed] = []
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        around = surroundings(top / "profile", None, Cost(8, 1, 1))
        demo = Demo(
            top / "demo", 40, 11, PASSWORD, around, lambda _words: None, lambda _words: lambda _done, _all: None
        )
        demo.run()
        for path in sorted((top / "demo").glob("*.baijia")):
            store = open_store(path, PASSWORD, demo.around)
            with store.connection(immediate=False) as connection:
                rows = connection.exec_driver_sql("SELECT body FROM sync_segment WHERE body IS NOT NULL").all()
            store.close()
            for (packed,) in rows:
                content = _decode(press.inflate(packed, 1 << 25))
                found += [(*content["cols"][op[1]], op, content["who"][0]) for op in content["ops"]]
    return found


def body(deeds: list[Deed], random: Random) -> bytes:
    """A segment's body with those ops."""
    tables: dict[str, list[str]] = {}
    ops = []
    for name, columns, op, _who in deeds:
        tables.setdefault(name, columns)
        ops.append([op[0], list(tables).index(name), *op[2:]])
    who = deeds[0][3]
    at = 1_760_000_000_000 + random.randrange(10**10)
    return _encode({
        "v": 1, "schema": 2, "app": "0.1.0", "cols": [list(item) for item in tables.items()], "refs": [], "ops": ops,
        "who": [[len(ops), who[1], at, who[3], None]], "blobs": [],
    })  # fmt: skip


def columns_of_all() -> list[tuple[str, list[str]]]:
    """All tables that travel."""
    from db.capture import synced_tables
    from db.models import metadata

    return [(name, list(table.columns)) for name, table in synced_tables(metadata).items()]


def papers(random: Random) -> list[bytes]:
    """First frames of a laptop's files: its grant, its receipt."""
    from db.device_keys import make_pair
    from db.sync.envelope.header import Inner
    from db.sync.peers.papers import Grant

    found = []
    for _n in range(100):
        pair, unit, office = make_pair(_id(random)), _id(random), _id(random)
        parts = [(unit, 0, "rw"), (unit, 1, "rw"), (unit, 2, "d"), (office, 0, "r")]
        grant = Grant(
            grant_id=_id(random), office=office, device_id=pair.id, sign=pair.public.sign, box=pair.public.box,
            name="桃溪村", short="A" + str(random.randrange(10)), unit=unit, roles=["clerk"], parts=parts,
            not_before="2025-10-20", not_after="2027-12-31", issued_at="2025-10-20T01:30:00.000Z",
        )  # fmt: skip
        inner = Inner(
            bundle_id="", header=b"", parts=[(unit, 0, 1)], receipt=[(unit, 0, [random.randbytes(32)]), (unit, 1, [])],
            want=[], files=[(1, random.randrange(2, 99))], prerequisites=[(unit, 0, [random.randbytes(32)])],
            grants=[_encode([_encode(grant), random.randbytes(64)])],
        )  # fmt: skip
        found.append(_encode(inner))
    return found


def _id(random: Random) -> str:
    return f"0199{random.getrandbits(112):028x}"


if __name__ == "__main__":
    main(sys.argv[1])
