// title da: Alle, der får data fra et system, direkte eller gennem andre
// title en: All that get data from a system, directly or through others
// answers da: Hvem får data fra systemet, og hvor mange trin er der dertil?
// answers en: Who gets data from the system, and how many steps away are they?
// $what = 'CPR'
// $what da: systemets id
// $what en: the system's id
// read da: Trin 1 får data direkte fra systemet, eller fra et dataflow, der går gennem det. Systemet selv er ikke
//   med. En tom tabel betyder, at intet dataflow ud af systemet er registreret, eller at intet system har det id.
// read en: Step 1 gets data from the system itself, or from a flow that runs through it. The system itself is left
//   out. An empty table means that no flow out of the system is registered, or that no system has that id.
MATCH (r:Revision {current: true})
MATCH (giver:System {landscape: r.landscape, id: $what})
MATCH chain = (giver)-[:FEEDS|PASSES_ON*1..]->(taker:System)
WHERE taker <> giver
// Only the smallest length of a chain is asked for, so the server walks breadth first and visits each system once.
WITH taker, min(length(chain)) AS steps
OPTIONAL MATCH (taker)-[:BELONGS_TO]->(unit:Unit)
RETURN steps,
       taker.id AS system,
       coalesce(taker.name, taker.id) AS name,
       coalesce(unit.id, 'not registered') AS unit,
       coalesce(unit.name, unit.id, 'not registered') AS unit_name
ORDER BY steps, system;
