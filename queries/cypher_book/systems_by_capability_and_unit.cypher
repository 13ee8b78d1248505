// title da: Systemer efter formål og enhed
// title en: Systems by capability and unit
// answers da: Hvilke systemer har samme formål, og hvilken enhed har ansvaret for dem?
// answers en: Which systems are for the same thing, and which unit is in charge of them?
// read da: Flere systemer med samme formål kan være dubletter. 'not registered' betyder, at formål eller enhed ikke
//   er registreret, ikke at systemet ingen har. Et system med flere formål står ved hvert af dem.
// read en: Several systems for the same thing may be duplicates. 'not registered' means that the capability or the
//   unit is not registered, not that the system has none. A system for several things stands at each of them.
MATCH (r:Revision {current: true})
MATCH (system:System {landscape: r.landscape})
OPTIONAL MATCH (system)-[:FOR]->(capability:Capability)
OPTIONAL MATCH (system)-[:BELONGS_TO]->(unit:Unit)
WITH capability, unit, system
ORDER BY system.id
RETURN coalesce(capability.id, 'not registered') AS capability,
       coalesce(capability.name, capability.id, 'not registered') AS capability_name,
       coalesce(unit.id, 'not registered') AS unit,
       coalesce(unit.name, unit.id, 'not registered') AS unit_name,
       count(system) AS count,
       collect(system.id) AS systems,
       collect(coalesce(system.name, system.id)) AS names
ORDER BY capability = 'not registered', capability, unit = 'not registered', unit;
