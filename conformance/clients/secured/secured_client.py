"""Sends a record by librdkafka with the configs of a JSON file, and reads it back: FILE TOPIC VALUE [TOKEN]."""
import json
import sys
import time

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

file, topic, value, *token = sys.argv[1:]
with open(file, encoding="utf-8") as text:
    configs = json.load(text)
failures = []
configs["error_cb"] = lambda error: failures.append(error)
if token:
    configs["oauth_cb"] = lambda _: (token[0], time.time() + 3600)

producer = Producer(configs)
producer.produce(topic, value, on_delivery=lambda error, _: error and failures.append(error))
deadline = time.time() + 15
while len(producer) > 0 and not failures and time.time() < deadline:
    producer.poll(0.1)
if failures or len(producer) > 0:
    sys.exit(f"not sent: {failures}")

consumer = Consumer({**configs, "group.id": "secured", "enable.auto.commit": False})
consumer.assign([TopicPartition(topic, 0, 0)])
while time.time() < deadline:
    message = consumer.poll(0.2)
    if message is not None and message.error() is None and message.value().decode() == value:
        consumer.close()
        sys.exit(0)
sys.exit(f"did not come back: {failures}")
