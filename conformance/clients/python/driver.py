"""What the Python drivers share: the protocol of runner/commands.ts and the files of runner/record-file.ts."""

import json
import struct
import sys
import threading
import traceback

HEAD = struct.Struct(">hiqq")
INT32 = struct.Struct(">i")
say_lock = threading.Lock()


def say(message):
    line = json.dumps(message) + "\n"
    with say_lock:
        sys.stdout.write(line)
        sys.stdout.flush()


def run(version, commands):
    """Answers one command after the other until standard input ends. `commands` is an object with a method for each."""
    say({"event": "ready", "version": version})
    for line in sys.stdin:
        arguments = json.loads(line)
        name = arguments.pop("command")
        try:
            say({"reply": getattr(commands, name)(**arguments) or {}})
        except Exception as error:
            traceback.print_exc()
            say({"error": f"{type(error).__name__}: {error}"})


def read_records(path):
    """Yields (partition, timestamp, key, value, headers), with None for what is not said."""
    with open(path, "rb") as file:
        data = file.read()
    at = 0

    def take():
        nonlocal at
        (length,) = INT32.unpack_from(data, at)
        at += 4
        if length < 0:
            return None
        at += length
        return data[at - length : at]

    while at < len(data):
        _, partition, _, timestamp = HEAD.unpack_from(data, at)
        at += HEAD.size
        key = take()
        value = take()
        (count,) = INT32.unpack_from(data, at)
        at += 4
        headers = []
        for _ in range(count):
            name = take().decode()
            headers.append((name, take()))
        yield (partition if partition >= 0 else None, timestamp if timestamp >= 0 else None, key, value, headers)


def sized(data):
    return INT32.pack(-1) if data is None else INT32.pack(len(data)) + data


class RecordFile:
    """What was put outlives this process after `flush`."""

    def __init__(self, path):
        self.file = open(path, "wb", buffering=1 << 16)
        self.count = 0

    def put(self, topic, partition, offset, timestamp, key, value, headers):
        parts = [HEAD.pack(topic, partition, offset, timestamp), sized(key), sized(value), INT32.pack(len(headers))]
        for name, content in headers:
            parts.append(sized(name.encode()))
            parts.append(sized(content))
        self.file.write(b"".join(parts))
        self.count += 1

    def flush(self):
        self.file.flush()

    def close(self):
        self.file.close()


class Member:
    """A group member at work in a thread of its own, until `leave`; `work` calls `is_leaving` between its polls."""

    def __init__(self, work):
        self.leaving = threading.Event()
        self.failure = None
        self.count = 0
        self.thread = threading.Thread(target=self.guarded, args=(work,))
        self.thread.start()

    def guarded(self, work):
        try:
            self.count = work(self.leaving.is_set)
        except Exception as error:
            traceback.print_exc()
            self.failure = error
            say({"event": "assigned", "partitions": []})

    def leave(self):
        self.leaving.set()
        self.thread.join()
        if self.failure is not None:
            raise self.failure
        return self.count
