"""fastavro at one sample: `fastavro_worker.py MILLIS`, the sample as JSON on standard input; values a second of processor time as JSON."""

import io
import json
import sys
import time

import fastavro

limit = float(sys.argv[1]) / 1000
sample = json.load(sys.stdin)
schema = fastavro.parse_schema(json.loads(sample["schema"]))
evolved = fastavro.parse_schema(json.loads(sample["evolved"]))
value = sample["value"]


def serialize():
    out = io.BytesIO()
    out.write(b"\0\0\0\0\1")
    fastavro.schemaless_writer(out, schema, value)
    return out.getvalue()


payload = serialize()


def deserialize():
    data = io.BytesIO(payload)
    data.read(5)
    return fastavro.schemaless_reader(data, schema, None)


def deserialize_evolved():
    data = io.BytesIO(payload)
    data.read(5)
    return fastavro.schemaless_reader(data, schema, evolved)


def values_within(work, seconds):
    start = time.process_time()
    count = 0
    elapsed = 0.0
    while elapsed < seconds:
        for _ in range(100):
            work()
        count += 100
        elapsed = time.process_time() - start
    return count / elapsed


def rate_of(work):
    values_within(work, limit / 2)
    return values_within(work, limit)


print(json.dumps({
    "serialize": rate_of(serialize),
    "deserialize": rate_of(deserialize),
    "deserialize with a reader schema": rate_of(deserialize_evolved),
}))
