/** The door of `serde/`: serializers and deserializers, and the client of a schema registry. */
export {};
