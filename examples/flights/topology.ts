/** What is done with the flights: each gets the name of its airport, and delays are summed up by airport and six hours. */
import { json, string } from 'samsa/serde';
import { Topology, tumbling } from 'samsa/streams';

/** Keyed by the airport that it leaves from; the time of its record is when it was scheduled. */
export interface Flight {
  readonly destination: string;
  /** Minutes; negative where it left early. */
  readonly delay: number;
}

/** Keyed by its code, as `PHX`. */
export interface Airport {
  readonly name: string;
  readonly city: string;
}

/** Of an airport in six hours. */
export interface Delays {
  readonly airport: string;
  readonly flights: number;
  /** Minutes, of all its flights together. */
  readonly total: number;
}

/** The names of the topics begin all alike, so that the example touches no other ones. */
export const topics = {
  flights: 'example-flights',
  airports: 'example-airports',
  late: 'example-late-flights',
} as const;

export const code = string();
const flight = json<Flight>();
const airport = json<Airport>();

export const topology = new Topology('example-delays');

const airports = topology.table(topics.airports, { key: code, value: airport, store: 'airports' });

topology
  .stream(topics.flights, { key: code, value: flight })
  .joinTable(airports, ({ delay }, { name }) => ({ delay, airport: name }))
  .groupByKey()
  .windowedBy(tumbling('6h', { grace: '30m' }))
  // A flight that is reported later than half an hour after its six hours is in none of the sums: it goes here.
  .late((late) => late.to(topics.late, { value: json() }))
  .aggregate<Delays>(
    () => ({ airport: '', flights: 0, total: 0 }),
    ({ flights, total }, { airport: name, delay }) => ({ airport: name, flights: flights + 1, total: total + delay }),
    // Windows are kept for queries as long as the data go: three months.
    { store: 'delays', value: json(), retention: '100d' },
  );
