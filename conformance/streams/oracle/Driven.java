import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.TopologyTestDriver;

/** Kafka's driver for tests in its parts, which are private. */
final class Driven {
    final TopologyTestDriver driver;
    /** Null where the topology has global tables alone. */
    final Object task;
    private final Object clock;

    Driven(TopologyTestDriver driver) {
        this.driver = driver;
        this.task = field("task");
        this.clock = field("mockWallClockTime");
    }

    /** By which the task knows a topic, or the pattern that it matches; null where it reads neither. */
    TopicPartition inputOf(String topic) {
        return (TopicPartition) call(driver, "getInputTopicOrPatternPartition", topic);
    }

    void advance(long millis) {
        call(clock, "sleep", millis);
        if (task != null) call(task, "maybePunctuateSystemTime");
    }

    void commit() {
        if (task == null) return;
        call(driver, "commit", call(task, "prepareCommit", true));
        call(task, "postCommit", true);
    }

    void makeRoom() {
        if (task == null) return;
        call(task, "resumePollingForPartitionsWithAvailableSpace");
        call(task, "updateLags");
    }

    /** One record, and the timers that are due with it; false where there is none. */
    boolean process() {
        if (task == null) return false;
        if (!(boolean) call(task, "hasRecordsQueued") || !(boolean) call(task, "isProcessable", now())) return false;
        call(task, "process", now());
        call(task, "maybePunctuateStreamTime");
        return true;
    }

    private long now() {
        return (long) call(clock, "milliseconds");
    }

    Object field(String name) {
        return valueOf(driver, name);
    }

    static Object valueOf(Object target, String name) {
        try {
            return fieldOf(target, name).get(target);
        } catch (IllegalAccessException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static void put(Object target, String name, Object value) {
        try {
            fieldOf(target, name).set(target, value);
        } catch (IllegalAccessException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Field fieldOf(Object target, String name) {
        for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!field.getName().equals(name)) continue;
                field.setAccessible(true);
                return field;
            }
        }
        throw new IllegalStateException("there is no " + name + " in " + target.getClass());
    }

    /** The method of that name with so many parameters, of the object's class or one above it. */
    static Object call(Object target, String name, Object... arguments) {
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
