package io.lianbo.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * Prints, for each row that it is given, how many bytes one operation of ours allocates on the heap.
 *
 * <p>A program, because the figure repeats only in a JVM with options of its own. {@link #EXACT} leaves out the compiler that spares some
 * objects when it has seen enough, so what counts is what the code asks for: the same on a busy machine and an idle one. Work that is
 * spread over all cores stays on the one thread whose bytes are counted, because that is the only one of its pool.
 */
final class AllocatedBytes {

    static final List<String> EXACT = List.of(
            "-XX:TieredStopAtLevel=1",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0",
            "-Xms512m",
            "-Xmx512m");

    /** All inputs of any subject, in equal parts. */
    private static final int CALLS = 256;

    /** Until this many rounds found nothing lower. Classes load, caches fill and buffers grow in the rounds before. */
    private static final int QUIET_ROUNDS = 2;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocatedBytes() {}

    public static void main(String[] names) throws Exception {
        try (ForkJoinPool oneThread = new ForkJoinPool(1)) {
            oneThread.submit(() -> print(names)).get();
        }
    }

    private static Void print(String[] names) throws ReflectiveOperationException {
        Map<Class<?>, Object> subjects = new HashMap<>();
        for (Row row : Rows.named(String.join(",", names), Effort.QUICK)) {
            Object subject = subjects.get(row.subject());
            if (subject == null) {
                subject = row.subject().getDeclaredConstructor().newInstance();
                subjects.put(row.subject(), subject);
            }
            System.out.println(row.name() + " " + perOperation(row, subject));
        }
        return null;
    }

    private static long perOperation(Row row, Object subject) throws IllegalAccessException {
        var method = Arrays.stream(row.subject().getMethods())
                .filter(candidate -> candidate.getName().equals(row.ours()))
                .findFirst()
                .orElseThrow();
        // Reflection would allocate by itself; this does not.
        MethodHandle call =
                MethodHandles.lookup().unreflect(method).bindTo(subject).asType(MethodType.methodType(Object.class));
        OperationsPerInvocation many = method.getAnnotation(OperationsPerInvocation.class);
        int operations = many == null ? 1 : many.value();
        int calls = Math.ceilDiv(CALLS, operations);
        long least = Long.MAX_VALUE;
        for (int quiet = 0; quiet < QUIET_ROUNDS; quiet++) {
            long bytes = round(call, calls);
            if (bytes < least) {
                least = bytes;
                quiet = -1;
            }
        }
        return Math.ceilDiv(least, (long) calls * operations);
    }

    private static long round(MethodHandle call, int calls) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            for (int i = 0; i < calls; i++) {
                Objects.requireNonNull((Object) call.invokeExact());
            }
        } catch (Throwable e) {
            throw new IllegalStateException("an operation failed", e);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
