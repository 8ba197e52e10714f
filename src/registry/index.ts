/** The door of `registry/`: a schema registry with Confluent's REST API, its state in the topic `_schemas`. */
export {};
