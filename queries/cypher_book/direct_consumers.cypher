// title da: De direkte anvendere af et system
// title en: The direct consumers of a system
// answers da: Hvilke dataflow udstiller systemet, hvem anvender dem, og hvad bærer de?
// answers en: Which flows does the system provide, who needs them, and what do they carry?
// $what = 'kmd-aktiv'
// $what da: systemets id
// $what en: the system's id
// read da: En række for hvert dataflow. Står der ingen dataobjekter på dataflowet, er det snitfladens, der vises. En
//   tom liste over dataobjekter betyder, at ingen er registreret, ikke at dataflowet er tomt.
// read en: One row for each flow. Where the flow itself names no data objects, its interface's are shown. An empty
//   list of data objects means that none is registered, not that the flow carries nothing.
MATCH (r:Revision {current: true})
MATCH (:System {landscape: r.landscape, id: $what})-[:PROVIDES]->(flow:Flow)-[:FEEDS_INTO]->(consumer:System)
OPTIONAL MATCH (flow)-[:USES]->(interface:Interface)
WITH flow, consumer, interface,
     CASE WHEN EXISTS { (flow)-[:CARRIES]->(:DataObject) } THEN flow ELSE interface END AS carrier
RETURN flow.id AS flow,
       consumer.id AS consumer,
       coalesce(consumer.name, consumer.id) AS consumer_name,
       coalesce(flow.need, 'not registered') AS need,
       coalesce(interface.id, 'not registered') AS interface,
       coalesce(interface.name, interface.id, 'not registered') AS interface_name,
       COLLECT { MATCH (flow)-[v:VIA]->(s:System) RETURN s.id ORDER BY v.position } AS via,
       COLLECT { MATCH (flow)-[v:VIA]->(s:System) RETURN coalesce(s.name, s.id) ORDER BY v.position } AS via_names,
       COLLECT { MATCH (carrier)-[:CARRIES]->(o:DataObject) RETURN o.id ORDER BY o.id } AS data_objects,
       COLLECT { MATCH (carrier)-[:CARRIES]->(o:DataObject) RETURN coalesce(o.name, o.id) ORDER BY o.id }
         AS data_object_names
ORDER BY consumer, flow;
