import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The layout of runner/record-file.ts, read and written. */
final class RecordFile {
    private RecordFile() {}

    static final class Reader implements AutoCloseable {
        private final DataInputStream in;

        Reader(String file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(new FileInputStream(file), 1 << 16));
        }

        /** The next record for the topic, or null at the end of the file. */
        ProducerRecord<byte[], byte[]> next(String topic) throws IOException {
            try {
                in.readShort();
            } catch (EOFException end) {
                return null;
            }
            int partition = in.readInt();
            in.readLong();
            long timestamp = in.readLong();
            byte[] key = readBytes();
            byte[] value = readBytes();
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, partition < 0 ? null : partition, timestamp < 0 ? null : timestamp, key, value);
            for (int left = in.readInt(); left > 0; left--) {
                String name = new String(readBytes(), StandardCharsets.UTF_8);
                record.headers().add(name, readBytes());
            }
            return record;
        }

        private byte[] readBytes() throws IOException {
            int length = in.readInt();
            return length < 0 ? null : in.readNBytes(length);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    static final class Writer implements AutoCloseable {
        private final DataOutputStream out;

        Writer(String file) throws IOException {
            out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(file), 1 << 16));
        }

        void put(int topic, ConsumerRecord<byte[], byte[]> record) throws IOException {
            out.writeShort(topic);
            out.writeInt(record.partition());
            out.writeLong(record.offset());
            out.writeLong(record.timestamp());
            putBytes(record.key());
            putBytes(record.value());
            Headers headers = record.headers();
            out.writeInt(headers.toArray().length);
            for (Header header : headers) {
                putBytes(header.key().getBytes(StandardCharsets.UTF_8));
                putBytes(header.value());
            }
        }

        private void putBytes(byte[] bytes) throws IOException {
            out.writeInt(bytes == null ? -1 : bytes.length);
            if (bytes != null) out.write(bytes);
        }

        void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
