import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * Kafka's driver for tests, but that it commits when it is told to and not after each record, as a thread does: what caches hold
 * back shows then. It does what the driver does, part by part; the driver's parts are private.
 */
final class ByHand {
    private final TopologyTestDriver driver;
    private final Object task;
    private final Object clock;

    ByHand(TopologyTestDriver driver) {
        this.driver = driver;
        this.task = field("task");
        this.clock = field("mockWallClockTime");
    }

    void pipe(String topic, byte[] key, byte[] value, long time, Headers headers) {
        Object partition = call(driver, "getInputTopicOrPatternPartition", topic);
        Object global = ((Map<?, ?>) field("globalPartitionsByInputTopic")).get(topic);
        if (partition == null && global == null) throw new IllegalArgumentException("Unknown topic: " + topic);
        if (partition != null) {
            call(driver, "enqueueTaskRecord", topic, partition, time, key, value, headers);
            process();
        }
        if (global != null) call(driver, "processGlobalRecord", (TopicPartition) global, time, key, value, headers);
    }

    void advanceWallClock(Duration advance) {
        call(clock, "sleep", advance.toMillis());
        call(task, "maybePunctuateSystemTime");
        process();
    }

    void commit() {
        call(driver, "commit", call(task, "prepareCommit", true));
        call(task, "postCommit", true);
        process();
    }

    private void process() {
        call(driver, "captureOutputsAndReEnqueueInternalResults");
        call(task, "resumePollingForPartitionsWithAvailableSpace");
        call(task, "updateLags");
        while ((boolean) call(task, "hasRecordsQueued") && (boolean) call(task, "isProcessable", now())) {
            call(task, "process", now());
            call(task, "maybePunctuateStreamTime");
            call(driver, "captureOutputsAndReEnqueueInternalResults");
        }
    }

    private long now() {
        return (long) call(clock, "milliseconds");
    }

    private Object field(String name) {
        try {
            Field field = TopologyTestDriver.class.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(driver);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The method of that name with so many parameters, of the object's class or one above it. */
    private static Object call(Object target, String name, Object... arguments) {
        for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
            Method found = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == arguments.length)
                .filter(method -> !method.isBridge())
                .findFirst()
                .orElse(null);
            if (found != null) return invoke(found, target, arguments);
        }
        throw new IllegalStateException("there is no " + name + " in " + target.getClass());
    }

    private static Object invoke(Method method, Object target, Object... arguments) {
        method.setAccessible(true);
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            if (failure.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(failure.getCause());
        } catch (IllegalAccessException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
