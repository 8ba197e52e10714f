package org.apache.kafka.streams.state.internals;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.streams.processor.internals.AbstractProcessorContext;
import org.apache.kafka.streams.processor.internals.metrics.StreamsMetricsImpl;

/**
 * The cache of a task where Samsa differs from Kafka by intention (docs/internals/streams.md): its bytes are those of its rows, as
 * the invariant in ThreadCache says, also where a row is put while another one is evicted; reading a range is no use of rows;
 * and what global tables hold is not in it. What is kept in Kafka's NamedCaches, and evicted by them, is Kafka's.
 */
public final class TaskCache extends ThreadCache {
    private final long maxBytes;
    private final StreamsMetricsImpl metrics;
    private final Map<String, NamedCache> caches = new TreeMap<>();
    /** What is counted of each; a row that is evicted counts until it is told, as in Kafka. */
    private final Map<String, Long> counted = new HashMap<>();
    private long bytes;

    private TaskCache(long maxBytes, StreamsMetricsImpl metrics) {
        super(new LogContext(), maxBytes, metrics);
        this.maxBytes = maxBytes;
        this.metrics = metrics;
    }

    /** Puts it in the place of the one that a task has, before the task has processed anything; the driver's global tables keep that. */
    public static void into(AbstractProcessorContext<?, ?> context) {
        try {
            replace(context);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void replace(AbstractProcessorContext<?, ?> context) throws ReflectiveOperationException {
        ThreadCache kafkas = context.cache();
        long maxBytes = (long) field(ThreadCache.class, "maxCacheSizeBytes").get(kafkas);
        TaskCache own = new TaskCache(maxBytes, (StreamsMetricsImpl) context.metrics());
        String task = context.taskId() + "-";
        for (Map.Entry<?, ?> cache : ((Map<?, ?>) field(ThreadCache.class, "caches").get(kafkas)).entrySet()) {
            if (cache.getKey().toString().startsWith(task)) own.caches.put(cache.getKey().toString(), (NamedCache) cache.getValue());
        }
        field(AbstractProcessorContext.class, "cache").set(context, own);
    }

    private static Field field(Class<?> of, String name) throws ReflectiveOperationException {
        Field field = of.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    @Override
    public void put(String name, Bytes key, LRUCacheEntry value) {
        NamedCache cache = caches.get(name);
        change(name, () -> cache.put(key, value));
        while (bytes > maxBytes && !cache.isEmpty()) change(name, cache::evict);
    }

    /** Counts what the change itself does to the cache, and not once more what is put into it meanwhile, as Kafka's does. */
    private void change(String name, Runnable change) {
        NamedCache cache = caches.get(name);
        long size = cache.sizeInBytes();
        long known = counted.getOrDefault(name, 0L);
        change.run();
        long meanwhile = counted.getOrDefault(name, 0L) - known;
        long more = cache.sizeInBytes() - size - meanwhile;
        counted.merge(name, more, Long::sum);
        bytes += more;
    }

    @Override
    long sizeBytes() {
        return bytes;
    }

    @Override
    public LRUCacheEntry get(String name, Bytes key) {
        NamedCache cache = caches.get(name);
        return cache == null ? null : cache.get(key);
    }

    @Override
    public LRUCacheEntry putIfAbsent(String name, Bytes key, LRUCacheEntry value) {
        LRUCacheEntry known = get(name, key);
        if (known == null) put(name, key, value);
        return known;
    }

    @Override
    public LRUCacheEntry delete(String name, Bytes key) {
        LRUCacheEntry[] deleted = new LRUCacheEntry[1];
        change(name, () -> deleted[0] = caches.get(name).delete(key));
        return deleted[0];
    }

    @Override
    public void flush(String name) {
        if (caches.containsKey(name)) change(name, caches.get(name)::flush);
    }

    @Override
    void close(String name) {
        NamedCache cache = caches.remove(name);
        if (cache != null) cache.close();
    }

    @Override
    public MemoryLRUCacheBytesIterator range(String name, Bytes from, Bytes to, boolean toInclusive) {
        return read(name, caches.containsKey(name) ? caches.get(name).keyRange(from, to, toInclusive) : none());
    }

    @Override
    public MemoryLRUCacheBytesIterator reverseRange(String name, Bytes from, Bytes to) {
        return read(name, caches.containsKey(name) ? caches.get(name).reverseKeyRange(from, to) : none());
    }

    @Override
    public MemoryLRUCacheBytesIterator all(String name) {
        return read(name, caches.containsKey(name) ? caches.get(name).allKeys() : none());
    }

    @Override
    public MemoryLRUCacheBytesIterator reverseAll(String name) {
        return read(name, caches.containsKey(name) ? caches.get(name).reverseAllKeys() : none());
    }

    private static Iterator<Bytes> none() {
        return Collections.emptyIterator();
    }

    private MemoryLRUCacheBytesIterator read(String name, Iterator<Bytes> keys) {
        return new MemoryLRUCacheBytesIterator(keys, new Untouched(name, caches.get(name), metrics));
    }

    /** A cache whose rows are where they were when they have been read. */
    private static final class Untouched extends NamedCache {
        private final NamedCache cache;

        Untouched(String name, NamedCache cache, StreamsMetricsImpl metrics) {
            super(name, metrics);
            this.cache = cache;
        }

        @Override
        synchronized LRUCacheEntry get(Bytes key) {
            try {
                Method find = NamedCache.class.getDeclaredMethod("getInternal", Bytes.class);
                find.setAccessible(true);
                LRUNode node = (LRUNode) find.invoke(cache, key);
                return node == null ? null : node.entry();
            } catch (ReflectiveOperationException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
