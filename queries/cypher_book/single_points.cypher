// title da: Systemer, som alt mellem to enheder går gennem
// title en: Systems that everything between two units passes
// answers da: Hvilke systemer er alene om at føre data fra den ene enheds systemer til den andens?
// answers en: Which systems alone carry data from the systems of one unit to those of another?
// $giver = 'ejendomme'
// $giver da: id på enheden, som data kommer fra
// $giver en: the id of the unit that the data comes from
// $taker = 'jobcenter'
// $taker da: id på enheden, som data når frem til
// $taker en: the id of the unit that the data gets to
// read da: Enheder under en enhed hører med. Et system på listen indgår i hver eneste registreret kæde. Står det i en
//   af enhederne selv, siger stands_in hvilken. Er der ingen, siger answer, om det er, fordi kæderne går hver sin
//   vej, eller fordi ingen kæde er registreret. Systemer uden registreret enhed er hverken begyndelse eller ende. En
//   tom tabel betyder, at en enhed ikke findes, eller at det er den samme.
// read en: The units under a unit belong to it. A system on the list is part of every registered chain. Where it
//   stands in one of the units itself, stands_in says which. Where there is none, answer says whether that is because
//   the chains go different ways or because no chain is registered. Systems without a registered unit are neither
//   beginning nor end. An empty table means that a unit is not there, or that both are the same.
MATCH (r:Revision {current: true})
MATCH (a:Unit {landscape: r.landscape, id: $giver})
MATCH (b:Unit {landscape: r.landscape, id: $taker})
WHERE a <> b
// Where one unit lies within the other, the inner one's systems are its own and not the outer one's.
WITH COLLECT { MATCH up = (s:System)-[:BELONGS_TO]->(:Unit)-[:PART_OF*0..]->(a)
               WHERE NOT b IN nodes(up) RETURN s } AS givers,
     COLLECT { MATCH up = (s:System)-[:BELONGS_TO]->(:Unit)-[:PART_OF*0..]->(b)
               WHERE NOT a IN nodes(up) RETURN s } AS takers
// A system that every chain passes stands on any one of them: take a shortest one …
OPTIONAL CALL (givers, takers) {
  UNWIND givers AS giver
  UNWIND takers AS taker
  MATCH way = shortestPath((giver)-[:FEEDS|PASSES_ON*1..]->(taker))
  WITH nodes(way) AS chain
  RETURN chain ORDER BY size(chain), head(chain).id, last(chain).id LIMIT 1
}
UNWIND CASE WHEN chain IS NULL THEN [null] ELSE range(1, size(chain)) END AS place
WITH givers, takers, place, chain[place - 1] AS system
// … and see for each of its systems whether there is a way around it.
OPTIONAL CALL (givers, takers, system) {
  UNWIND givers AS giver
  WITH giver WHERE giver <> system
  MATCH way = (giver)-[:FEEDS|PASSES_ON*1..]->(taker:System)
  WHERE all(one IN nodes(way) WHERE one <> system) AND taker IN takers
  RETURN DISTINCT taker AS reached LIMIT 1
}
WITH givers, takers, place, CASE WHEN reached IS NULL THEN system END AS point
ORDER BY place
WITH givers, takers, count(place) > 0 AS linked, collect(point) AS points
UNWIND CASE WHEN points = [] THEN [null] ELSE range(1, size(points)) END AS number
WITH givers, takers, linked, number, points[number - 1] AS point
RETURN CASE WHEN NOT linked THEN 'no chain is registered'
            WHEN point IS NULL THEN 'there are ways around every system'
            ELSE 'every chain passes this system' END AS answer,
       number,
       point.id AS system,
       coalesce(point.name, point.id) AS name,
       CASE WHEN point IN givers THEN 'the giving unit'
            WHEN point IN takers THEN 'the taking unit'
            WHEN point IS NOT NULL THEN 'neither unit' END AS stands_in
ORDER BY number;
