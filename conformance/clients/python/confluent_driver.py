"""confluent-kafka-python (librdkafka) behind the driver protocol."""

import sys
import uuid

import confluent_kafka
from confluent_kafka import Consumer, ConsumerGroupTopicPartitions, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    OffsetSpec,
    ResourceType,
)

import driver
from confluent_transactions import ShareCommands, TransactionCommands


def checked(futures):
    """The results of a map of futures, by its keys."""
    return {key: future.result() for key, future in futures.items()}


class Commands(TransactionCommands, ShareCommands):
    def __init__(self, bootstrap):
        self.base = {"bootstrap.servers": bootstrap}
        self.opened = None
        self.member = None
        self.transactional = {}

    @property
    def admin(self):
        if self.opened is None:
            self.opened = AdminClient(self.base)
        return self.opened

    def createTopic(self, topic, partitions, configs):
        checked(self.admin.create_topics([NewTopic(topic, partitions, 1, config=configs)]))

    def listTopics(self):
        return {"topics": list(self.admin.list_topics().topics)}

    def partitions_of(self, topic):
        described = self.admin.list_topics(topic).topics[topic]
        if described.error is not None:
            raise KafkaException(described.error)
        return sorted(described.partitions)

    def describeTopic(self, topic):
        return {"partitions": len(self.partitions_of(topic))}

    def describeConfigs(self, topic):
        resource = ConfigResource(ResourceType.TOPIC, topic)
        entries = checked(self.admin.describe_configs([resource]))[resource]
        return {"configs": {name: entry.value for name, entry in entries.items()}}

    def alterConfigs(self, topic, configs):
        entries = [
            ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET) for name, value in configs.items()
        ]
        resource = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=entries)
        checked(self.admin.incremental_alter_configs([resource]))

    def createPartitions(self, topic, count):
        checked(self.admin.create_partitions([NewPartitions(topic, count)]))

    def deleteTopic(self, topic):
        checked(self.admin.delete_topics([topic]))

    def deleteRecords(self, topic, offsets):
        checked(self.admin.delete_records([TopicPartition(topic, int(p), o) for p, o in offsets.items()]))

    def offsets_at(self, topic, at):
        spec = OffsetSpec.for_timestamp(at) if isinstance(at, int) else getattr(OffsetSpec, at)()
        wanted = {TopicPartition(topic, partition): spec for partition in self.partitions_of(topic)}
        return {found.partition: info.offset for found, info in checked(self.admin.list_offsets(wanted)).items()}

    def listOffsets(self, topic, at):
        return {"offsets": self.offsets_at(topic, at)}

    def committed(self, group, topic):
        futures = self.admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)])
        found = checked(futures)[group].topic_partitions
        return {"offsets": {p.partition: p.offset for p in found if p.topic == topic and p.offset >= 0}}

    def describeGroup(self, group):
        description = checked(self.admin.describe_consumer_groups([group]))[group]
        state = description.state.name.title().replace("_", "")
        return {"state": state, "members": len(description.members)}

    def deleteGroup(self, group):
        checked(self.admin.delete_consumer_groups([group]))

    def produce(self, topic, codec, file):
        producer = Producer(
            {
                **self.base,
                "compression.type": codec,
                "enable.idempotence": True,
                "linger.ms": 5,
                "partitioner": "murmur2_random",
                "queue.buffering.max.messages": 300_000,
            }
        )
        failures = []

        def delivered(error, _message):
            if error is not None:
                failures.append(error)

        count = 0
        for partition, timestamp, key, value, headers in driver.read_records(file):
            more = {}
            if partition is not None:
                more["partition"] = partition
            if timestamp is not None:
                more["timestamp"] = timestamp
            producer.produce(topic, value, key, headers=headers, on_delivery=delivered, **more)
            count += 1
            if count % 1000 == 0:
                producer.poll(0)
        producer.flush()
        if failures:
            raise KafkaException(failures[0])
        return {"count": count}

    def consumer(self, **more):
        named = {name.replace("_", "."): value for name, value in more.items()}
        return Consumer(
            {**self.base, "enable.auto.commit": False, "auto.offset.reset": "earliest", "fetch.wait.max.ms": 100, **named}
        )

    def consume(self, topics, file, **more):
        starts = more.get("from")
        left = {}
        assignment = []
        for topic in topics:
            first = {int(p): o for p, o in starts.items()} if starts is not None else self.offsets_at(topic, "earliest")
            last = self.offsets_at(topic, "latest")
            for partition, offset in first.items():
                if offset < last[partition]:
                    left[topic, partition] = last[partition]
                    assignment.append(TopicPartition(topic, partition, offset))
        output = driver.RecordFile(file)
        consumer = self.consumer(group_id=f"reader-{uuid.uuid4()}")
        consumer.assign(assignment)
        index = {topic: number for number, topic in enumerate(topics)}
        while left:
            for message in consumer.consume(10_000, 0.2):
                put(output, index[message.topic()], message)
                place = message.topic(), message.partition()
                if message.offset() + 1 >= left.get(place, sys.maxsize):
                    del left[place]
        consumer.close()
        output.close()
        return {"count": output.count}

    def consumeGroup(self, group, topic, file, max):
        output = driver.RecordFile(file)
        consumer = self.consumer(group_id=group)
        consumer.subscribe([topic])
        next_offsets = {}
        while output.count < max:
            for message in consumer.consume(min(100, max - output.count), 0.2):
                put(output, 0, message)
                next_offsets[message.partition()] = message.offset() + 1
        output.close()
        consumer.commit(offsets=[TopicPartition(topic, p, o) for p, o in next_offsets.items()], asynchronous=False)
        consumer.close()
        return {"count": output.count}

    def join(self, group, topic, file, sessionTimeoutMs, heartbeatIntervalMs, isConsumerProtocol=False):
        times = {"session_timeout_ms": sessionTimeoutMs, "heartbeat_interval_ms": heartbeatIntervalMs}
        more = {"group_protocol": "consumer"} if isConsumerProtocol else times
        consumer = self.consumer(group_id=group, **more)
        output = driver.RecordFile(file)
        # What is told are changes to what is owned: by the classic protocol all goes before anything new comes.
        owned = set()

        def assigned(_, partitions):
            owned.update(p.partition for p in partitions)
            driver.say({"event": "assigned", "partitions": sorted(owned)})

        def revoked(_, partitions):
            owned.difference_update(p.partition for p in partitions)
            driver.say({"event": "assigned", "partitions": sorted(owned)})

        def work(is_leaving):
            consumer.subscribe([topic], on_assign=assigned, on_revoke=revoked, on_lost=revoked)
            while not is_leaving():
                messages = consumer.consume(500, 0.1)
                for message in messages:
                    put(output, 0, message)
                if messages:
                    output.flush()
                    ends = {message.partition(): message.offset() + 1 for message in messages}
                    consumer.commit(offsets=[TopicPartition(topic, p, o) for p, o in ends.items()], asynchronous=False)
            consumer.close()
            output.close()
            return output.count

        self.member = driver.Member(work)

    def leave(self):
        return {"count": self.member.leave()}


def put(output, topic, message):
    if message.error() is not None:
        raise KafkaException(message.error())
    output.put(
        topic,
        message.partition(),
        message.offset(),
        message.timestamp()[1],
        message.key(),
        message.value(),
        message.headers() or [],
    )


librdkafka, _ = confluent_kafka.libversion()
driver.run(f"confluent-kafka {confluent_kafka.__version__}, librdkafka {librdkafka}", Commands(sys.argv[1]))
