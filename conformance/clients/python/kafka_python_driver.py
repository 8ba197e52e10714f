"""kafka-python behind the driver protocol."""

import sys

import kafka
from kafka import ConsumerRebalanceListener, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient, NewPartitions, NewTopic
from kafka.structs import OffsetAndMetadata

import driver

# kafka-python 3.0.12 hangs for good when a poll's time runs out between a SyncGroup request and its answer, with Apache
# Kafka as with Samsa (the next poll waits for a coordinator that it has). So a poll in a group gets time enough to join;
# records end it at once. A member that is told to leave notices after its poll.
POLL_MS = 20_000
MEMBER_POLL_MS = 3_000


class Commands:
    def __init__(self, bootstrap):
        self.base = {"bootstrap_servers": bootstrap}
        self.opened = None
        self.member = None

    @property
    def admin(self):
        if self.opened is None:
            self.opened = KafkaAdminClient(**self.base)
        return self.opened

    def createTopic(self, topic, partitions, configs):
        self.admin.create_topics([NewTopic(topic, partitions, 1, topic_configs=configs)])

    def listTopics(self):
        return {"topics": [found if isinstance(found, str) else found["name"] for found in self.admin.list_topics()]}

    def partitions_of(self, topic):
        (described,) = self.admin.describe_topics([topic])
        return [TopicPartition(topic, found["partition_index"]) for found in described["partitions"]]

    def describeTopic(self, topic):
        return {"partitions": len(self.partitions_of(topic))}

    def describeConfigs(self, topic):
        described = self.admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)], config_filter="all")
        return {"configs": {name: config["value"] for name, config in described["topic"][topic].items()}}

    def alterConfigs(self, topic, configs):
        resource = ConfigResource(ConfigResourceType.TOPIC, topic, configs=configs)
        # It is the broker that is to judge the names.
        outcome = self.admin.alter_configs([resource], raise_on_unknown=False)["topic"][topic]
        if outcome != "OK":
            raise RuntimeError(outcome)

    def createPartitions(self, topic, count):
        self.admin.create_partitions({topic: NewPartitions(count)})

    def deleteTopic(self, topic):
        self.admin.delete_topics([topic])

    def deleteRecords(self, topic, offsets):
        self.admin.delete_records({TopicPartition(topic, int(p)): offset for p, offset in offsets.items()})

    def listOffsets(self, topic, at):
        consumer = self.consumer()
        partitions = self.partitions_of(topic)
        if isinstance(at, int):
            found = consumer.offsets_for_times({partition: at for partition in partitions})
            offsets = {p.partition: -1 if entry is None else entry.offset for p, entry in found.items()}
        else:
            found = consumer.beginning_offsets(partitions) if at == "earliest" else consumer.end_offsets(partitions)
            offsets = {partition.partition: offset for partition, offset in found.items()}
        consumer.close()
        return {"offsets": offsets}

    def committed(self, group, topic):
        found = self.admin.list_group_offsets(group)[group]
        return {"offsets": {p.partition: o.offset for p, o in found.items() if p.topic == topic and o.offset >= 0}}

    def describeGroup(self, group):
        found = self.admin.describe_groups([group])[group]
        return {"state": found["group_state"], "members": len(found["members"])}

    def deleteGroup(self, group):
        outcome = self.admin.delete_groups([group])[group]
        if outcome != "OK":
            raise RuntimeError(outcome)

    def produce(self, topic, codec, file):
        producer = KafkaProducer(
            **self.base, compression_type=None if codec == "none" else codec, linger_ms=5, batch_size=65536
        )
        sent = [
            producer.send(topic, value, key, headers=headers, partition=partition, timestamp_ms=timestamp)
            for partition, timestamp, key, value, headers in driver.read_records(file)
        ]
        producer.flush()
        for future in sent:
            future.get(timeout=0)
        producer.close()
        return {"count": len(sent)}

    def consumer(self, **more):
        return KafkaConsumer(
            **self.base,
            **{"group_id": None, "enable_auto_commit": False, "auto_offset_reset": "earliest", "fetch_max_wait_ms": 100, **more},
        )

    def consume(self, topics, file, **more):
        starts = more.get("from")
        consumer = self.consumer(max_poll_records=10_000)
        partitions = [partition for topic in topics for partition in self.partitions_of(topic)]
        if starts is not None:
            partitions = [partition for partition in partitions if str(partition.partition) in starts]
        consumer.assign(partitions)
        first = consumer.beginning_offsets(partitions)
        last = consumer.end_offsets(partitions)
        left = {}
        for partition in partitions:
            offset = first[partition] if starts is None else starts[str(partition.partition)]
            consumer.seek(partition, offset)
            if offset < last[partition]:
                left[partition] = last[partition]
        output = driver.RecordFile(file)
        index = {topic: number for number, topic in enumerate(topics)}
        while left:
            for partition, records in consumer.poll(200).items():
                for record in records:
                    put(output, index[partition.topic], record)
                if records[-1].offset + 1 >= left.get(partition, sys.maxsize):
                    del left[partition]
        consumer.close()
        output.close()
        return {"count": output.count}

    def consumeGroup(self, group, topic, file, max):
        output = driver.RecordFile(file)
        consumer = self.consumer(group_id=group)
        consumer.subscribe([topic])
        while output.count < max:
            polled = consumer.poll(POLL_MS, max_records=min(100, max - output.count))
            for record in flat(polled):
                put(output, 0, record)
            if polled:
                consumer.commit(after(polled))
        output.close()
        consumer.close()
        return {"count": output.count}

    def join(self, group, topic, file, sessionTimeoutMs, heartbeatIntervalMs):
        output = driver.RecordFile(file)

        class Listener(ConsumerRebalanceListener):
            def on_partitions_revoked(self, revoked):
                driver.say({"event": "assigned", "partitions": []})

            def on_partitions_assigned(self, assigned):
                owned = sorted(partition.partition for partition in consumer.assignment())
                driver.say({"event": "assigned", "partitions": owned})

        consumer = self.consumer(
            group_id=group, session_timeout_ms=sessionTimeoutMs, heartbeat_interval_ms=heartbeatIntervalMs
        )

        def work(is_leaving):
            consumer.subscribe([topic], listener=Listener())
            while not is_leaving():
                polled = consumer.poll(MEMBER_POLL_MS, max_records=500)
                for record in flat(polled):
                    put(output, 0, record)
                if polled:
                    output.flush()
                    consumer.commit(after(polled))
            consumer.close(autocommit=False)
            output.close()
            return output.count

        self.member = driver.Member(work)

    def leave(self):
        return {"count": self.member.leave()}


def flat(polled):
    return [record for records in polled.values() for record in records]


def after(polled):
    """The offsets to commit once these records are done."""
    return {partition: OffsetAndMetadata(records[-1].offset + 1, "", -1) for partition, records in polled.items()}


def put(output, topic, record):
    output.put(topic, record.partition, record.offset, record.timestamp, record.key, record.value, record.headers)


driver.run(f"kafka-python {kafka.__version__}", Commands(sys.argv[1]))
