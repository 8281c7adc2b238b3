"""Cells that say one of a few things, in English, in French, and as portals and distributors write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Final, TypeVar

import pycountry
from pydantic import PlainValidator

from bot.phrases import LANGUAGES
from bot.zones import zone_names
from handlers.policy.names import fold
from store.values import (
    Activation,
    Billing,
    Direction,
    EndOfTerm,
    KeyKind,
    OrganisationKind,
    Policy,
    Role,
    SubscriptionStatus,
    TermLength,
    UserStatus,
)
from store.values.industries import Industry

E = TypeVar("E", bound=StrEnum)
_COUNTRIES: Final = {one.alpha_2 for one in pycountry.countries} | {"XK"}
"""Kosovo's letters are used by everybody and in no standard."""
_CURRENCIES: Final = {one.alpha_3 for one in pycountry.currencies}


def _one_of(words: Mapping[E, str]) -> Callable[[str], E | None]:
    """Reads the choice that a cell means; each has its own name and the words listed behind it."""
    known = {fold(word): choice for choice, listed in words.items() for word in (choice.value, *listed.split(","))}
    offered = ", ".join(choice.value for choice in words)

    @lru_cache(maxsize=256)
    def read(text: str) -> E | None:
        word = fold(text)
        if word and word not in known:
            raise ValueError(f"“{text.strip()[:40]}” is none of: {offered}")
        return known.get(word)

    return read


kind: Final = _one_of(
    {
        OrganisationKind.DISTRIBUTOR: "distributeur,indirect provider",
        OrganisationKind.PARTNER: "partenaire,reseller,revendeur,indirect reseller,direct reseller",
        OrganisationKind.CUSTOMER: "client,end customer,client final",
    }
)
activation: Final = _one_of(
    {
        Activation.NOT_INVITED: "not invited,non invité,non invitée,no,non",
        Activation.PENDING: "invited,invité,invitée,en attente,expired,expiré,expirée",
        Activation.ACTIVE: "activated,actif,activé,activée,yes,oui",
    }
)
role: Final = _one_of(
    {
        Role.ADMIN: "administrator,administrateur,administratrice,tenant admin,tenant administrator,admin du tenant",
        Role.READER: "lecteur,lectrice,read only,viewer,invoice,facture,facturation",
    }
)
user_status: Final = _one_of(
    {
        UserStatus.READY: "active,actif,prêt,enabled",
        UserStatus.LOCKED: "blocked,verrouillé,bloqué",
        UserStatus.NOT_ACTIVATED: "invited,pending,non activé,invité,en attente",
        UserStatus.DISABLED: "désactivé,inactive,inactif,deactivated",
    }
)
industry: Final = _one_of(
    {
        Industry.CONSTRUCTION: "bâtiment,btp",
        Industry.EDUCATION: "éducation,enseignement",
        Industry.ENERGY: "énergie,utilities",
        Industry.FINANCE: "financial services,services financiers,banking,banque,assurance",
        Industry.GOVERNMENT: "public sector,secteur public,administration",
        Industry.HEALTH: "healthcare,health care,santé",
        Industry.HOSPITALITY: "hôtellerie,restauration",
        Industry.MANUFACTURING: "industrie,fabrication",
        Industry.MEDIA: "médias,media and entertainment",
        Industry.NON_PROFIT: "nonprofit,association,à but non lucratif",
        Industry.PROFESSIONAL: "services,services aux entreprises,conseil,consulting",
        Industry.PROPERTY: "property,immobilier",
        Industry.RETAIL: "commerce,commerce de détail,distribution",
        Industry.TECHNOLOGY: "technologie,informatique,it",
        Industry.TELECOMMUNICATIONS: "télécommunications,telecom,télécom",
        Industry.TRANSPORT: "transportation,transports,logistique,logistics",
        Industry.OTHER: "autre",
    }
)
policy: Final = _one_of(
    {
        Policy.NEW_COMMERCE: "online services,onlineservicesnce,nce,license based,modern,services en ligne",
        Policy.SOFTWARE: "software subscription,software subscriptions,abonnement logiciel,logiciel",
        Policy.PERPETUAL: "perpetual software,perpétuel,licence perpétuelle",
        Policy.WHOLESALE: "flex,gros",
    }
)
length: Final = _one_of(
    {
        TermLength.MONTH: "1 month,1 months,1 month s,month,monthly,one month,1,1 mois,mois,mensuel,mensuelle,30 days",
        TermLength.YEAR: (
            "1 year,1 years,1 year s,year,yearly,annual,one year,12,12 months,12 month s,p12m,"
            "1 an,an,annuel,annuelle,12 mois"
        ),
        TermLength.THREE_YEARS: (
            "3 years,3 year,3 year s,three years,triennial,36,36 months,36 month s,p36m,"
            "3 ans,triennal,triennale,36 mois"
        ),
    }
)
billing: Final = _one_of(
    {
        Billing.MONTHLY: "month,1 month,p1m,mensuel,mensuelle,mois,par mois",
        Billing.ANNUAL: "annually,yearly,year,1 year,p1y,annuel,annuelle,an,par an",
        Billing.TRIENNIAL: "3 years,3 year,p3y,three years,triennal,triennale,3 ans",
        Billing.ONCE: "one time,onetime,upfront,up front,unique,en une fois,none,aucune",
    }
)
status: Final = _one_of(
    {
        SubscriptionStatus.ACTIVE: "enabled,in grace,actif,active,en cours",
        SubscriptionStatus.EXPIRED: "ended,expiré,expirée,terminé,terminée",
        SubscriptionStatus.CANCELLED: "canceled,deleted,disabled,résilié,résiliée,annulé,annulée,supprimé,supprimée",
        SubscriptionStatus.SUSPENDED: "suspendu,suspendue",
    }
)
end_of_term: Final = _one_of(
    {
        EndOfTerm.RENEW: "yes,true,on,1,enabled,auto renew,oui,vrai,activé,y,o",
        EndOfTerm.RENEW_WITH_CHANGES: "renouveler avec changements",
        EndOfTerm.EXTEND: "extend month by month,prolonger",
        EndOfTerm.STOP: "no,false,off,0,disabled,non,faux,désactivé,n,cancel",
    }
)

direction: Final = _one_of(
    {
        Direction.UP: "upgrade,more,now,at once,haut,vers le haut,plus,immédiat",
        Direction.DOWN: "downgrade,less,later,at the renewal,bas,vers le bas,moins,au renouvellement",
    }
)

key_kind: Final = _one_of(
    {
        KeyKind.MAK: "multiple activation key,clé d'activation multiple,activation multiple",
        KeyKind.RETAIL: "retail 5x5,5x5,code 5x5,retail code,détail,code au détail",
        KeyKind.OTHER: "autre",
    }
)


class _Permission(StrEnum):
    STAFF = "staff"
    SERVICES = "services"


_permission: Final = _one_of(
    {
        _Permission.STAFF: "yes,true,1,on,oui,vrai,y,o,x,staff role,gestionnaire,admin",
        _Permission.SERVICES: "no,false,0,off,non,faux,n,assigned services only,user,utilisateur,services attribués",
    }
)


def staff(text: str) -> bool | None:
    """Whether somebody may assign seats to colleagues."""
    answer = _permission(text)
    return None if answer is None else answer is _Permission.STAFF


@lru_cache(maxsize=256)
def country(text: str) -> str | None:
    return _letters(text, 2, "a country's two letters, like FR")


@lru_cache(maxsize=256)
def currency(text: str) -> str | None:
    return _letters(text, 3, "a currency's three letters, like EUR")


@lru_cache(maxsize=256)
def known_country(text: str) -> str | None:
    """A country that there is."""
    return _there(country(text), _COUNTRIES, "no country has the letters")


@lru_cache(maxsize=256)
def known_currency(text: str) -> str | None:
    """A currency that there is."""
    return _there(currency(text), _CURRENCIES, "no currency has the letters")


def _there(word: str | None, known: AbstractSet[str], otherwise: str) -> str | None:
    if word and word not in known:
        raise ValueError(f"{otherwise} “{word}”")
    return word


def _letters(text: str, count: int, wanted: str) -> str | None:
    word = text.strip().upper()
    if word and (len(word) != count or not word.isascii() or not word.isalpha()):
        raise ValueError(f"“{text.strip()[:40]}” is not {wanted}")
    return word or None


@lru_cache(maxsize=256)
def zone(text: str) -> str | None:
    if (name := text.strip()) and name not in zone_names():
        raise ValueError(f"“{name[:40]}” is not a time zone like Europe/Paris")
    return name or None


@lru_cache(maxsize=256)
def language(text: str) -> str | None:
    word = text.strip().lower().replace("_", "-").partition("-")[0]
    if word and word not in LANGUAGES:
        raise ValueError(f"“{text.strip()[:40]}” is none of: {', '.join(LANGUAGES)}")
    return word or None


Trade = Annotated[Industry | None, PlainValidator(industry)]
Activated = Annotated[Activation | None, PlainValidator(activation)]
Kind = Annotated[OrganisationKind | None, PlainValidator(kind)]
UserState = Annotated[UserStatus | None, PlainValidator(user_status)]
AsPolicy = Annotated[Policy | None, PlainValidator(policy)]
Length = Annotated[TermLength | None, PlainValidator(length)]
AsBilling = Annotated[Billing | None, PlainValidator(billing)]
State = Annotated[SubscriptionStatus | None, PlainValidator(status)]
Renewal = Annotated[EndOfTerm | None, PlainValidator(end_of_term)]
Permission = Annotated[bool | None, PlainValidator(staff)]
Country = Annotated[str | None, PlainValidator(known_country)]
Currency = Annotated[str | None, PlainValidator(currency)]
Zone = Annotated[str | None, PlainValidator(zone)]
Language = Annotated[str | None, PlainValidator(language)]
