"""Confluent's serializers in Python behind the driver protocol: values in, records in a topic out, and back."""

import base64
import datetime
import decimal
import json
import sys
import uuid
from pathlib import Path

import confluent_kafka
from confluent_kafka import Consumer, Producer
from confluent_kafka.schema_registry import Schema, SchemaReference, SchemaRegistryClient
from confluent_kafka.schema_registry import header_schema_id_serializer, prefix_schema_id_serializer
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from google.protobuf import timestamp_pb2  # noqa: F401  (so that the default pool knows it)

sys.path.insert(0, str(Path(__file__).parents[2] / "clients" / "python"))
import driver  # noqa: E402

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def untagged(value):
    """What JSON cannot say comes as an object with a `$` before its kind."""
    if isinstance(value, list):
        return [untagged(one) for one in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((kind, text),) = value.items()
        if kind == "$bytes":
            return bytes.fromhex(text)
        if kind == "$long":
            return int(text)
        if kind == "$decimal":
            return decimal.Decimal(text)
        if kind == "$date":
            return datetime.date.fromisoformat(text)
        if kind == "$millis":
            return EPOCH + datetime.timedelta(milliseconds=text)
    return {name: untagged(one) for name, one in value.items()}


def tagged(value):
    if isinstance(value, (bytes, bytearray)):
        return {"$bytes": bytes(value).hex()}
    if isinstance(value, bool) or value is None or isinstance(value, (str, float)):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else {"$long": str(value)}
    if isinstance(value, decimal.Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, datetime.datetime):
        return {"$millis": round((value - EPOCH) / datetime.timedelta(milliseconds=1))}
    if isinstance(value, datetime.date):
        return {"$date": value.isoformat()}
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [tagged(one) for one in value]
    return {name: tagged(one) for name, one in value.items()}


def message_class(descriptors, message):
    pool = descriptor_pool.DescriptorPool()
    for name in ("google/protobuf/timestamp.proto",):
        pool.Add(descriptor_pb2.FileDescriptorProto.FromString(
            descriptor_pool.Default().FindFileByName(name).serialized_pb))
    for text in descriptors:
        pool.Add(descriptor_pb2.FileDescriptorProto.FromString(base64.b64decode(text)))
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(message))


def references_of(references):
    return [SchemaReference(one["name"], one["subject"], one["version"]) for one in references]


class Commands:
    def __init__(self, bootstrap):
        self.bootstrap = bootstrap

    def writeWithSchema(self, registry, topic, format, schema, values, references, descriptors, message, idIn):
        client = SchemaRegistryClient({"url": registry})
        ids = {"prefix": prefix_schema_id_serializer, "header": header_schema_id_serializer}
        config = {"schema.id.serializer": ids[idIn]}
        known = Schema(schema, format, references_of(references))
        if format == "AVRO":
            serializer = AvroSerializer(client, known, conf=config)
            values = untagged(values)
        elif format == "JSON":
            serializer = JSONSerializer(known, client, conf=config)
        else:
            cls = message_class(descriptors, message)
            serializer = ProtobufSerializer(cls, client, conf=config)
            values = [None if one is None else json_format.ParseDict(one, cls()) for one in values]
        producer = Producer({"bootstrap.servers": self.bootstrap})
        failures = []
        for value in values:
            headers = []
            context = SerializationContext(topic, MessageField.VALUE, headers)
            payload = None if value is None else serializer(value, context)
            producer.produce(topic, payload, headers=headers, on_delivery=lambda error, _: error and failures.append(error))
        producer.flush()
        if failures:
            raise RuntimeError(str(failures[0]))

    def readWithSchema(self, registry, topic, format, count, schema, references, descriptors, message):
        client = SchemaRegistryClient({"url": registry})
        known = None if schema is None else Schema(schema, format, references_of(references))
        if format == "AVRO":
            deserializer = AvroDeserializer(client, known)
        elif format == "JSON":
            deserializer = JSONDeserializer(known, schema_registry_client=client)
        else:
            deserializer = ProtobufDeserializer(message_class(descriptors, message), {}, client)
        values = []
        for record in self.records(topic, count):
            context = SerializationContext(topic, MessageField.VALUE, record.headers() or [])
            value = None if record.value() is None else deserializer(record.value(), context)
            if format == "PROTOBUF" and value is not None:
                value = json.loads(json_format.MessageToJson(value))
            values.append(tagged(value))
        return {"values": values}

    def records(self, topic, count):
        consumer = Consumer({
            "bootstrap.servers": self.bootstrap,
            "group.id": f"registry-{uuid.uuid4()}",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        })
        consumer.subscribe([topic])
        try:
            for _ in range(count):
                record = consumer.poll(30)
                if record is None:
                    raise TimeoutError(f"no record of {topic} within 30 s")
                if record.error():
                    raise RuntimeError(str(record.error()))
                yield record
        finally:
            consumer.close()


if __name__ == "__main__":
    driver.run(f"confluent-kafka-python {confluent_kafka.__version__}", Commands(sys.argv[1]))
