"""What a landscape is made of: systems, interfaces, flows, requirements, contracts, units and data objects.

Each class is one table of a landscape file; its annotations are the one declaration from which headings, importers,
exports and documentation are derived. A blank cell is `None` (or an empty tuple where several are allowed): what the
blank means is said by a property beside it, so that an export keeps blanks blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic import Field as PydanticField

from model.schema import Field


class Entity(BaseModel):
    """One row of a table. Frozen, compared by value.

    >>> System(id="sapa", name="SAPA").kind is None
    True
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)
    table: ClassVar[str]
    danish_table: ClassVar[tuple[str, ...]]

    id: Annotated[str, Field("text", ("nøgle",), required=True, help=("Kort, entydig nøgle", "Short, unique key"))]

    @classmethod
    def fields(cls) -> Mapping[str, Field]:
        """The table's columns in the order of the file format, by name."""
        return _FIELDS[cls.table]


class System(Entity):
    """Anything that can be turned off: an application, register, copy register, platform or support system.

    `inherited` names the fields whose value is the catalogue's and not the municipality's own.
    """

    table: ClassVar[str] = "systems"
    danish_table: ClassVar[tuple[str, ...]] = ("systemer",)

    name: Annotated[
        str, Field("text", ("navn", "system", "systemnavn"), required=True, help=("Navnet i daglig tale", "Name"))
    ]
    kind: Annotated[str | None, Field("word", ("type",), words="kind", help=("Hvad det er", "What it is"))] = None
    vendor: Annotated[str | None, Field("text", ("leverandør",), help=("Leverandør", "Vendor"))] = None
    product: Annotated[str | None, Field("text", ("produkt",), help=("Produkt, hvis navnet er lokalt", "Product"))] = (
        None
    )
    unit: Annotated[
        str | None,
        Field("ref", ("enhed", "ansvarlig enhed", "forvaltning"), "units", help=("Ansvarlig enhed", "Unit in charge")),
    ] = None
    using_units: Annotated[
        tuple[str, ...],
        Field("refs", ("anvendende enheder",), "units", help=("Enheder der bruger det", "Users' units")),
    ] = ()
    owner: Annotated[str | None, Field("text", ("systemejer", "ejer"), help=("Systemejer", "Owner"))] = None
    capabilities: Annotated[
        tuple[str, ...],
        Field("texts", ("formål",), help=("Hvad det er til, fx sms; not:sms siger nej", "What it is for")),
    ] = ()
    kle: Annotated[tuple[str, ...], Field("texts", ("kle",), help=("KLE-numre", "KLE task numbers"))] = ()
    lifecycle: Annotated[
        str | None,
        Field("word", ("livscyklus", "status"), words="lifecycle", help=("Blank: i drift", "Blank: operational")),
    ] = None
    in_use_from: Annotated[date | None, Field("date", ("i brug fra",), help=("Første dag i brug", "First day"))] = None
    in_use_to: Annotated[
        date | None, Field("date", ("i brug til", "udfases"), help=("Sidste dag i brug", "Last day in use"))
    ] = None
    business_critical: Annotated[
        bool | None, Field("flag", ("forretningskritisk",), help=("ja eller nej", "yes or no"))
    ] = None
    users: Annotated[float | None, Field("number", ("brugere", "antal brugere"), help=("Antal", "Number"))] = None
    annual_cost: Annotated[
        float | None, Field("number", ("årlig pris", "årlig udgift"), help=("Kr. om året", "DKK a year"))
    ] = None
    successor: Annotated[
        tuple[str, ...], Field("refs", ("afløser",), "systems", help=("Systemer der afløser det", "What takes over"))
    ] = ()
    aliases: Annotated[
        tuple[str, ...], Field("texts", ("andre navne",), united=True, help=("Andre navne", "Names"))
    ] = ()
    municipality: Annotated[
        str | None, Field("text", ("kommune",), help=("Kommune; blank: fælles", "Municipality; blank: shared"))
    ] = None
    description: Annotated[str | None, Field("text", ("beskrivelse",), help=("Fri tekst", "Free text"))] = None
    inherited: frozenset[str] = frozenset()


class Interface(Entity):
    """What a system exposes for others to use (snitflade)."""

    table: ClassVar[str] = "interfaces"
    danish_table: ClassVar[tuple[str, ...]] = ("snitflader",)

    name: Annotated[str, Field("text", ("navn",), required=True, help=("Navn", "Name"))]
    system: Annotated[
        str | None,  # None only for an interface that others refer to and nobody lists
        Field("ref", ("udstillersystem", "system"), "systems", required=True, help=("Udstiller", "Exposed by")),
    ] = None
    type: Annotated[str | None, Field("text", ("type",), help=("fx REST, SFTP", "e.g. REST, SFTP"))] = None
    data_objects: Annotated[
        tuple[str, ...], Field("refs", ("dataobjekter",), "data_objects", help=("Hvad den bærer", "What it carries"))
    ] = ()
    documented_by: Annotated[
        tuple[str, ...],
        Field("words", ("dokumenteret af",), words="witness", united=True, help=("Hvem kender den", "Who knows it")),
    ] = ()
    description: Annotated[str | None, Field("text", ("beskrivelse",), help=("Fri tekst", "Free text"))] = None


class Flow(Entity):
    """Data from a provider (udstiller) to a consumer (anvender), the system that needs it."""

    table: ClassVar[str] = "flows"
    danish_table: ClassVar[tuple[str, ...]] = ("dataflow", "relationer")

    id: Annotated[str, Field("text", ("nøgle",), help=("Blank: udstiller>anvender", "Blank: provider>consumer"))]
    provider: Annotated[
        str,
        Field("ref", ("udstiller", "afgiver"), "systems", required=True, help=("Afgiver data", "Gives the data")),
    ]
    consumer: Annotated[
        str,
        Field("ref", ("anvender", "modtager"), "systems", required=True, help=("Har brug for data", "Needs the data")),
    ]
    interface: Annotated[str | None, Field("ref", ("snitflade",), "interfaces", help=("Snitflade", "Interface"))] = None
    via: Annotated[
        tuple[str, ...], Field("refs", ("via",), "systems", help=("Systemer data passerer", "Systems data passes"))
    ] = ()
    data_objects: Annotated[
        tuple[str, ...],
        Field("refs", ("dataobjekter",), "data_objects", help=("Blank: snitfladens", "What it carries")),
    ] = ()
    need: Annotated[str | None, Field("word", ("behov",), words="need", help=("Blank: ukendt", "Blank: unknown"))] = (
        None
    )
    requirement: Annotated[
        str | None, Field("ref", ("krav",), "requirements", help=("Redundansgruppe", "Redundancy group"))
    ] = None
    tolerance_hours: Annotated[
        float | None, Field("number", ("tolerance timer",), help=("Timer før det mærkes", "Hours until felt"))
    ] = None
    mode: Annotated[str | None, Field("word", ("form",), words="mode", help=("Blank: ukendt", "Blank: unknown"))] = None
    frequency: Annotated[str | None, Field("text", ("frekvens",), help=("fx natligt", "e.g. nightly"))] = None
    annual_price: Annotated[float | None, Field("number", ("årlig pris",), help=("Kr. om året", "DKK a year"))] = None
    switch_cost: Annotated[
        float | None, Field("number", ("omlægningspris",), help=("Kr. for at lægge om", "DKK to move it"))
    ] = None
    contract: Annotated[
        str | None, Field("ref", ("kontrakt",), "contracts", help=("Kontrakten bag", "Contract behind it"))
    ] = None
    declared_by: Annotated[
        tuple[str, ...],
        Field("words", ("oplyst af",), words="witness", united=True, help=("Hvem har oplyst det", "Who declared it")),
    ] = ()
    description: Annotated[str | None, Field("text", ("beskrivelse",), help=("Fri tekst", "Free text"))] = None


class Requirement(Entity):
    """A declared redundancy group at a consumer: of its flows at least `needed` must live."""

    table: ClassVar[str] = "requirements"
    danish_table: ClassVar[tuple[str, ...]] = ("krav",)

    consumer: Annotated[
        str,
        Field("ref", ("anvender", "modtager"), "systems", required=True, help=("Systemet med kravet", "Whose it is")),
    ]
    name: Annotated[str | None, Field("text", ("navn",), help=("Navn", "Name"))] = None
    needed: Annotated[
        str | None, Field("needed", ("mindst",), help=("Antal eller procent; blank: 1", "Count or percent; blank: 1"))
    ] = None
    need: Annotated[
        str | None, Field("word", ("behov",), words="need", help=("Blank: det stærkeste", "Blank: the strongest"))
    ] = None
    tolerance_hours: Annotated[
        float | None, Field("number", ("tolerance timer",), help=("Timer før det mærkes", "Hours until felt"))
    ] = None


class Contract(Entity):
    """An agreement with a vendor, covering systems and flows."""

    table: ClassVar[str] = "contracts"
    danish_table: ClassVar[tuple[str, ...]] = ("kontrakter",)

    name: Annotated[str, Field("text", ("navn",), required=True, help=("Navn", "Name"))]
    vendor: Annotated[str | None, Field("text", ("leverandør",), help=("Leverandør", "Vendor"))] = None
    systems: Annotated[
        tuple[str, ...], Field("refs", ("systemer",), "systems", help=("Systemer den dækker", "Systems covered"))
    ] = ()
    flows: Annotated[
        tuple[str, ...], Field("refs", ("dataflow", "relationer"), "flows", help=("Flow den dækker", "Flows covered"))
    ] = ()
    annual_cost: Annotated[
        float | None, Field("number", ("årlig pris", "årlig udgift"), help=("Kr. om året", "DKK a year"))
    ] = None
    starts: Annotated[date | None, Field("date", ("start",), help=("Første dag", "First day"))] = None
    ends: Annotated[date | None, Field("date", ("udløb", "kontraktudløb"), help=("Sidste dag", "Last day"))] = None
    irrevocable_until: Annotated[
        date | None, Field("date", ("uopsigelig til",), help=("Uopsigelig til", "Irrevocable until"))
    ] = None
    notice_months: Annotated[
        float | None, Field("number", ("opsigelse måneder",), help=("Varsel i måneder", "Months of notice"))
    ] = None
    options: Annotated[tuple[date, ...], Field("dates", ("optioner",), help=("Datoer", "Dates"))] = ()
    tender: Annotated[date | None, Field("date", ("udbud",), help=("Næste udbud", "Next tender"))] = None
    description: Annotated[str | None, Field("text", ("beskrivelse",), help=("Fri tekst", "Free text"))] = None


class Unit(Entity):
    """A part of the municipality."""

    table: ClassVar[str] = "units"
    danish_table: ClassVar[tuple[str, ...]] = ("enheder",)

    name: Annotated[str, Field("text", ("navn",), required=True, help=("Navn", "Name"))]
    parent: Annotated[str | None, Field("ref", ("overordnet",), "units", help=("Overordnet enhed", "Parent"))] = None
    municipality: Annotated[str | None, Field("text", ("kommune",), help=("Kommune", "Municipality"))] = None


class DataObject(Entity):
    """A kind of data; `person` covers `person.address` unless another parent is registered."""

    table: ClassVar[str] = "data_objects"
    danish_table: ClassVar[tuple[str, ...]] = ("dataobjekter",)

    name: Annotated[str | None, Field("text", ("navn",), help=("Navn", "Name"))] = None
    parent: Annotated[
        str | None, Field("ref", ("overordnet",), "data_objects", help=("Blank: før sidste punktum", "Parent"))
    ] = None
    register_: Annotated[
        str | None,
        PydanticField(alias="register"),  # a model has a method of that name
        Field("ref", ("register",), "systems", help=("Autoritativt register", "Its register")),
    ] = None
    personal_data: Annotated[bool | None, Field("flag", ("personoplysninger",), help=("ja eller nej", "yes or no"))] = (
        None
    )


ENTITIES: Mapping[str, type[Entity]] = MappingProxyType(
    {entity.table: entity for entity in (System, Interface, Flow, Requirement, Contract, Unit, DataObject)}
)
"""Table name -> entity, in the order in which the tables stand in a file."""


def _declared(entity: type[Entity]) -> Mapping[str, Field]:
    def field_of(info: Any) -> Field | None:
        return next((extra for extra in info.metadata if isinstance(extra, Field)), None)

    found = {info.alias or name: field_of(info) for name, info in entity.model_fields.items()}
    return MappingProxyType({name: field for name, field in found.items() if field is not None})


_FIELDS: Mapping[str, Mapping[str, Field]] = MappingProxyType(
    {table: _declared(entity) for table, entity in ENTITIES.items()}
)
