// title da: Anvendere af kopiregistre
// title en: Consumers of copy registers
// answers da: Hvem får data fra et kopiregister i stedet for fra registeret selv, og hvilke registre kommer dataene
//   fra?
// answers en: Who gets data from a copy register rather than the register itself, and from which registers is that
//   data?
// read da: En række for hvert dataflow, der kommer fra et kopiregister (provider) eller går gennem det (via,
//   interface). En tom liste over dataobjekter eller registre betyder, at de ikke er registreret.
// read en: One row for each flow that a copy register provides (provider) or that runs through it (via, interface).
//   An empty list of data objects or registers means that they are not registered.
MATCH (r:Revision {current: true})
MATCH (copy:CopyRegister {landscape: r.landscape})-[fed:FEEDS|PASSES_ON]->(consumer:System)
WITH DISTINCT r, copy, consumer, fed.flow AS flow_id, coalesce(fed.as, 'provider') AS as
MATCH (flow:Flow {landscape: r.landscape, id: flow_id})
OPTIONAL MATCH (flow)-[:USES]->(interface:Interface)
WITH copy, consumer, as, flow,
     CASE WHEN EXISTS { (flow)-[:CARRIES]->(:DataObject) } THEN flow ELSE interface END AS carrier
RETURN copy.id AS copy_register,
       coalesce(copy.name, copy.id) AS copy_register_name,
       consumer.id AS consumer,
       coalesce(consumer.name, consumer.id) AS consumer_name,
       flow.id AS flow,
       as,
       COLLECT { MATCH (carrier)-[:CARRIES]->(o:DataObject) RETURN o.id ORDER BY o.id } AS data_objects,
       COLLECT { MATCH (carrier)-[:CARRIES]->(o:DataObject) RETURN coalesce(o.name, o.id) ORDER BY o.id }
         AS data_object_names,
       COLLECT { MATCH (carrier)-[:CARRIES]->(:DataObject)-[:KEPT_IN]->(s:System)
                 WITH DISTINCT s RETURN s.id ORDER BY s.id } AS registers,
       COLLECT { MATCH (carrier)-[:CARRIES]->(:DataObject)-[:KEPT_IN]->(s:System)
                 WITH DISTINCT s RETURN coalesce(s.name, s.id) ORDER BY s.id } AS register_names
ORDER BY copy_register, consumer, flow, as;
