"""A Django project of one file on morango, run by an interpreter that has it: `STEP DATABASE ROWS|OTHER`.

morango speaks only over a network; here its own serialising, queueing, merging and writing run, and the queue is
carried from one database to the other as the rows they are.
"""

import json
import resource
import sqlite3
import sys
import time
from pathlib import Path

STEP, DATABASE, OTHER = sys.argv[1:4]

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "morango", "record"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATABASE}},
    SECRET_KEY="bench",
    USE_TZ=True,
    MORANGO_INSTANCE_INFO={},
)

import types  # noqa: E402

from django.apps import AppConfig, apps  # noqa: E402

record = types.ModuleType("record")
record.__path__ = []
record.__file__ = __file__
sys.modules["record"] = record
sys.modules["record.apps"] = types.ModuleType("record.apps")


class RecordConfig(AppConfig):
    """The app of the four tables."""

    name = "record"
    path = "."

    def import_models(self):
        """Makes one model for each table of the data set."""
        from django.db import models
        from morango.models import SyncableModel

        self.models = apps.all_models["record"]
        with Path(OTHER if STEP == "produce" else f"{OTHER}.columns").open() as file:
            columns = json.loads(file.readline())
        for table, names in columns.items():
            fields = {name: models.TextField(null=True, blank=True) for name in names if name != "id"}
            more = {"__module__": "record", "morango_profile": "bench", "morango_model_name": table}
            more["uuid_input_fields"] = "RANDOM"
            more["calculate_source_id"] = lambda self: self.id
            more["calculate_partition"] = lambda self: self.scope
            MODELS[table] = type(table.title(), (SyncableModel,), {**fields, **more})


MODELS = {}
record.RecordConfig = sys.modules["record.apps"].RecordConfig = RecordConfig
settings.INSTALLED_APPS[-1] = "record.RecordConfig"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from morango.models.core import InstanceIDModel, Store, SyncSession, TransferSession  # noqa: E402
from morango.sync import operations  # noqa: E402

SESSION = "f" * 32
CARRIED = ("morango_buffer", "morango_recordmaxcounterbuffer")


def fresh():
    """The tables, and this side's instance."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in MODELS.values():
            editor.create_model(model)
    InstanceIDModel.get_or_create_current_instance()


def transfer(counters):
    """The session both sides know."""
    now = django.utils.timezone.now()
    sync = SyncSession.objects.create(id=SESSION, profile="bench", last_activity_timestamp=now)
    return TransferSession.objects.create(
        id=SESSION, push=True, sync_session=sync, filter="", last_activity_timestamp=now,
        client_fsic=json.dumps(counters), server_fsic="{}",
    )  # fmt: skip


def counters():
    """How far this store has come."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_saved_instance, max(last_saved_counter) FROM morango_store GROUP BY 1")
        return dict(cursor.fetchall())


def produce():
    """All rows, then from the models to the queue."""
    fresh()
    with Path(OTHER).open() as file, Path(f"{DATABASE}.columns").open("w") as out:
        first = file.readline()
        out.write(first)
        columns = json.loads(first)
        made = {table: [] for table in columns}
        for line in file:
            table, values = json.loads(line)
            fields = dict(zip(columns[table], values, strict=True))
            row = MODELS[table](**fields)
            row.id, row._morango_source_id, row._morango_partition = fields["id"], fields["id"], fields["scope"]
            made[table].append(row)
    for table, found in made.items():
        MODELS[table].objects.bulk_create(found, batch_size=500)
    start = time.perf_counter()
    with transaction.atomic():
        operations._serialize_into_store("bench")
        operations._queue_into_buffer_v1(transfer(counters()))
    return {"produce": time.perf_counter() - start, "stored": Store.objects.count()}


def _carry(source):
    with connection.cursor() as cursor:
        for table in CARRIED:
            found = source.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in found.description if column[0] != "id"]
            rows = source.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()
            marks = ", ".join("%s" for _name in names)
            cursor.executemany(f"INSERT INTO {table}({', '.join(names)}) VALUES ({marks})", rows)


def take_in():
    """From the other's queue to the models here."""
    fresh()
    source = sqlite3.connect(OTHER)
    told = source.execute("SELECT client_fsic FROM morango_transfersession").fetchone()[0]
    session = transfer(json.loads(told))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
    start = time.perf_counter()
    with transaction.atomic():  # else every record waits for the disk
        _carry(source)
        operations._dequeue_into_store(session, told)
        operations._deserialize_from_store("bench")
    done = time.perf_counter() - start
    return {"take_in": done, "rows": sum(model.objects.count() for model in MODELS.values())}


figures = {"produce": produce, "take_in": take_in}[STEP]()
print(json.dumps({**figures, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
