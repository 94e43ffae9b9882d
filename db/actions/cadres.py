"""Deeds about the people who work here: cadres, their passwords, their contact points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _

from db.actions.households import household_here
from db.actions.inputs import asked, asks, check, iso
from db.changes import Changes
from db.errors import RuleError
from db.identity import new_id
from db.keyring import Keyring
from db.models import Cadre, ContactPoint
from db.store import Store


@asks("cadre")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewCadre:
    """A cadre to be added; with a password, one who may open this store."""

    name: str = asked()
    post: str | None = asked()
    phone: str | None = asked()
    roles: str | None = asked()
    password: str | None = asked("密码")


def add_cadre(store: Store, new: NewCadre) -> Changes:
    """Adds a cadre; the password is wrapped before the record is kept, so neither is there without the other."""
    check(new, store.today())
    cadre_id = new_id()
    ring = None
    if new.password:
        ring = Keyring.read(store.path)
        ring.add_password(store.data_key, cadre_id, new.password)
    with store.write(_("人员")) as session:
        session.add(
            Cadre(
                id=cadre_id,
                scope=store.scope,
                name=new.name.strip(),
                post=new.post,
                phone=new.phone,
                roles=new.roles,
                active=1,
                village_id=store.scope,
            )
        )
    if ring:
        ring.save()
    return Changes.of("cadres", cadre_id)


def change_password(store: Store, old: str, new: str) -> Changes:
    """Gives the cadre at this computer a new password; only the key file is written anew."""
    ring = Keyring.read(store.path)
    ring.unlock(old)
    ring.add_password(store.data_key, store.me.id, new)
    ring.save()
    return Changes.of("cadres", store.me.id)


def assign_contact_point(
    store: Store, cadre_name: str, *, household_id: str | None = None, from_on: date | None = None
) -> Changes:
    """Makes a household (or, without one, the whole village) a cadre's contact point from a day on."""
    if not cadre_name.strip():
        raise RuleError(_("请填写联系干部的姓名。"), field="cadre_name")
    with store.write(_("联系点")) as session:
        household = household_here(session, household_id) if household_id else None
        point = ContactPoint(
            id=new_id(),
            scope=household.scope if household else store.scope,
            cadre_name=cadre_name.strip(),
            village_id=household.village_id if household else store.scope,
            household_id=household_id,
            from_on=iso(from_on or store.today()),
        )
        session.add(point)
        point_id = point.id
    return Changes.of("cadres", point_id, household=household_id)
