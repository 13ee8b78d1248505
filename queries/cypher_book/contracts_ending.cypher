// title da: Kontrakter, der udløber mellem to datoer
// title en: Contracts that end between two dates
// answers da: Hvilke kontrakter udløber i perioden, og hvilke systemer og dataflow dækker de?
// answers en: Which contracts end in the period, and which systems and flows do they cover?
// $first = '2026-01-01'
// $first da: periodens første dag
// $first en: the first day of the period
// $last = '2027-12-31'
// $last da: periodens sidste dag
// $last en: the last day of the period
// read da: Begge dage er med. Kontrakter, hvis udløb ikke er registreret, står sidst: de kan også udløbe i perioden.
//   En tom liste betyder, at intet system eller dataflow er registreret under kontrakten.
// read en: Both days are in it. Contracts whose end is not registered stand last: they may end in the period as well.
//   An empty list means that no system or flow is registered under the contract.
MATCH (r:Revision {current: true})
MATCH (agreement:Contract {landscape: r.landscape})
WHERE agreement.ends IS NULL OR date($first) <= agreement.ends <= date($last)
OPTIONAL MATCH (agreement)-[:SUPPLIED_BY]->(vendor:Vendor)
RETURN coalesce(agreement.ends, 'not registered') AS ends,
       agreement.id AS contract,
       coalesce(agreement.name, agreement.id) AS name,
       coalesce(vendor.id, 'not registered') AS vendor,
       coalesce(vendor.name, vendor.id, 'not registered') AS vendor_name,
       coalesce(agreement.irrevocable_until, 'not registered') AS irrevocable_until,
       coalesce(agreement.notice_months, 'not registered') AS notice_months,
       COLLECT { MATCH (agreement)-[:COVERS]->(s:System) WITH DISTINCT s RETURN s.id ORDER BY s.id } AS systems,
       COLLECT { MATCH (agreement)-[:COVERS]->(s:System) WITH DISTINCT s RETURN coalesce(s.name, s.id) ORDER BY s.id }
         AS system_names,
       COLLECT { MATCH (agreement)-[:COVERS]->(f:Flow) RETURN DISTINCT f.id ORDER BY f.id } AS flows
ORDER BY agreement.ends, contract;
