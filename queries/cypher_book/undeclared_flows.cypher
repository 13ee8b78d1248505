// title da: Dataflow, som ingen har oplyst
// title en: Flows that nobody declared
// answers da: Hvilke dataflow står i landskabet, uden at leverandør, kommune eller andre står ved dem?
// answers en: Which flows are in the landscape without vendor, municipality or anybody else vouching for them?
// read da: 'oplyst af' er blankt i alle kilder. Det siger ikke, at dataflowet ikke findes. sources er de kilder, der
//   nævner det: spørg dem.
// read en: 'declared_by' is blank in every source. That does not say that the flow is not there. sources are those
//   that list it: ask them.
MATCH (r:Revision {current: true})
MATCH (provider:System)-[:PROVIDES]->(flow:Flow {landscape: r.landscape})-[:FEEDS_INTO]->(consumer:System)
WHERE size(coalesce(flow.declared_by, [])) = 0
RETURN flow.id AS flow,
       provider.id AS provider,
       coalesce(provider.name, provider.id) AS provider_name,
       consumer.id AS consumer,
       coalesce(consumer.name, consumer.id) AS consumer_name,
       coalesce(flow.need, 'not registered') AS need,
       coalesce(flow.claimed_by, []) AS sources
ORDER BY provider, consumer, flow;
