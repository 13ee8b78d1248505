// title da: De korteste kæder fra et system til et andet
// title en: The shortest chains from one system to another
// answers da: Ad hvilke systemer og dataflow når data hurtigst fra det ene system til det andet?
// answers en: Through which systems and flows does data get from one system to the other in the fewest steps?
// $giver = 'CPR'
// $giver da: id på systemet, som data kommer fra
// $giver en: the id of the system that the data comes from
// $taker = 'FLIS'
// $taker da: id på systemet, som data når frem til
// $taker en: the id of the system that the data gets to
// read da: Læs trin for trin: hvert trin begynder, hvor det forrige sluttede. Har et trin flere rækker, er der flere
//   lige korte kæder. En tom tabel betyder, at ingen kæde er registreret, eller at et id ikke findes.
// read en: Read step by step: each step begins where the one before ended. Where a step has several rows, several
//   chains are equally short. An empty table means that no chain is registered, or that an id is not there.
MATCH (r:Revision {current: true})
MATCH (giver:System {landscape: r.landscape, id: $giver})
MATCH (taker:System {landscape: r.landscape, id: $taker})
WHERE giver <> taker
MATCH chain = allShortestPaths((giver)-[:FEEDS|PASSES_ON*1..]->(taker))
UNWIND range(1, length(chain)) AS step
WITH DISTINCT step, nodes(chain)[step - 1] AS one, nodes(chain)[step] AS next
RETURN step,
       one.id AS from,
       coalesce(one.name, one.id) AS from_name,
       next.id AS to,
       coalesce(next.name, next.id) AS to_name,
       COLLECT { MATCH (one)-[fed:FEEDS|PASSES_ON]->(next) RETURN DISTINCT fed.flow ORDER BY fed.flow } AS flows
ORDER BY step, from, to;
