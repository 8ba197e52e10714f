"""The commands about transactions and share groups, by librdkafka."""

from confluent_kafka import AcknowledgeType, Consumer, KafkaException, Producer, ShareConsumer, TopicPartition


def value_of(message):
    if message.error() is not None:
        raise KafkaException(message.error())
    return message.value().decode()


def end_transaction(producer, end):
    if end == "commit":
        producer.commit_transaction()
    if end == "abort":
        producer.abort_transaction()


class TransactionCommands:
    def new_transactional(self, id):
        producer = Producer({**self.base, "transactional.id": id})
        producer.init_transactions()
        return producer

    def openTransactional(self, producer, id):
        self.transactional[producer] = self.new_transactional(id)

    def transact(self, producer, topic, values, end):
        opened = self.transactional[producer]
        opened.begin_transaction()
        for value in values:
            opened.produce(topic, value)
        opened.flush()
        end_transaction(opened, end)

    def commitOpen(self, producer):
        self.transactional[producer].commit_transaction()

    def committed_reader(self, group):
        more = {"enable.auto.commit": False, "auto.offset.reset": "earliest", "isolation.level": "read_committed"}
        return Consumer({**self.base, **more, "group.id": group, "fetch.wait.max.ms": 100})

    def transform(self, **command):
        producer = self.new_transactional(command["id"])
        consumer = self.committed_reader(command["group"])
        consumer.subscribe([command["from"]])
        values = []
        producer.begin_transaction()
        while len(values) < command["count"]:
            message = consumer.poll(0.2)
            if message is None:
                continue
            values.append(value_of(message))
            producer.produce(command["to"], values[-1] + "!")
            after = TopicPartition(message.topic(), message.partition(), message.offset() + 1)
        producer.send_offsets_to_transaction([after], consumer.consumer_group_metadata())
        end_transaction(producer, command["end"])
        consumer.close()
        return {"values": values}

    def readCommitted(self, topic, until):
        consumer = self.committed_reader("reader")
        consumer.assign([TopicPartition(topic, 0, 0)])
        values = []
        while until not in values:
            message = consumer.poll(0.2)
            if message is not None:
                values.append(value_of(message))
        consumer.close()
        return {"values": values}


class ShareCommands:
    def consumeShare(self, group, topic, count):
        consumer = ShareConsumer({**self.base, "group.id": group, "share.acknowledgement.mode": "explicit"})
        consumer.subscribe([topic])
        deliveries = []
        while len(deliveries) < count:
            for message in consumer.poll(0.2):
                value = value_of(message)
                delivery = message.delivery_count()
                deliveries.append({"value": value, "deliveryCount": delivery})
                consumer.acknowledge(message, judge(value, delivery))
            consumer.commit_sync(10)
        consumer.close()
        return {"deliveries": deliveries}


def judge(value, delivery):
    if value.startswith("reject"):
        return AcknowledgeType.REJECT
    return AcknowledgeType.RELEASE if value.startswith("release") and delivery == 1 else AcknowledgeType.ACCEPT
