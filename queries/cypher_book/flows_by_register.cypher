// title da: Dataflow fra hvert register
// title en: Flows by register
// answers da: Hvem anvender registrenes data, og ad hvilken vej kommer de?
// answers en: Who needs the data of the registers, and which way does it come?
// read da: En række for hvert dataflow, register for register. Er der hverken snitflade eller via, kan dataene gå
//   gennem en hvilken som helst platform: vejen er ikke registreret. Et register, hvis dataflow ikke er registreret,
//   står der også.
// read en: One row for each flow, register by register. Where there is neither interface nor via, the data may run
//   through any platform: the way is not registered. A register whose flows are not registered stands there too.
MATCH (r:Revision {current: true})
MATCH (register:Register {landscape: r.landscape})
OPTIONAL MATCH (register)-[:PROVIDES]->(flow:Flow)-[:FEEDS_INTO]->(consumer:System)
OPTIONAL MATCH (flow)-[:USES]->(interface:Interface)
RETURN register.id AS register,
       coalesce(register.name, register.id) AS register_name,
       coalesce(flow.id, 'not registered') AS flow,
       coalesce(consumer.id, 'not registered') AS consumer,
       coalesce(consumer.name, consumer.id, 'not registered') AS consumer_name,
       coalesce(interface.id, 'not registered') AS interface,
       coalesce(interface.name, interface.id, 'not registered') AS interface_name,
       COLLECT { MATCH (flow)-[v:VIA]->(s:System) RETURN s.id ORDER BY v.position } AS via,
       COLLECT { MATCH (flow)-[v:VIA]->(s:System) RETURN coalesce(s.name, s.id) ORDER BY v.position } AS via_names,
       coalesce(flow.need, 'not registered') AS need
ORDER BY register, consumer, flow;
