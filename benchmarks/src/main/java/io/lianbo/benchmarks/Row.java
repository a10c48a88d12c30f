package io.lianbo.benchmarks;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table: which method of a subject is ours, and which ones it stands beside.
 *
 * @param name of the row, such as {@code recover.java}, or of a point of a curve, such as {@code merkle.build/100}
 * @param unit what is counted, per second: more is better
 * @param subject the class that holds the methods
 * @param ours the method that runs Lianbo
 * @param peer the method that runs the peer, or null where no peer can be called from Java
 * @param peerName who the peer is, or null as {@code peer}
 * @param limit the method that does nothing but the work no implementation can avoid, or null where there is none
 * @param size the subject's parameter {@code size}, or null where it has none
 * @param work how many units one call does: 1, or the size
 * @param quick whether the quick set measures it
 * @param slow whether one call takes so long that few are measured
 */
record Row(
        String name,
        String unit,
        Class<?> subject,
        String ours,
        @Nullable String peer,
        @Nullable String peerName,
        @Nullable String limit,
        @Nullable Integer size,
        int work,
        boolean quick,
        boolean slow) {

    private static final int FEW = 1_000;

    static Row of(String name, String unit, Class<?> subject, String ours) {
        return new Row(name, unit, subject, ours, null, null, null, null, 1, true, false);
    }

    Row beside(String name, String method) {
        return new Row(this.name, unit, subject, ours, method, name, limit, size, work, quick, slow);
    }

    Row limitedBy(String method) {
        return new Row(name, unit, subject, ours, peer, peerName, method, size, work, quick, slow);
    }

    /** Left to full runs. */
    Row onlyInFull() {
        return new Row(name, unit, subject, ours, peer, peerName, limit, size, work, false, slow);
    }

    /** Left to full runs, and measured a few times there. */
    Row onlyAFewTimes() {
        return new Row(name, unit, subject, ours, peer, peerName, limit, size, work, false, true);
    }

    /**
     * A row for each power of ten up to {@code most}; a long curve is measured at every third one in the quick set.
     *
     * @param each whether a call does as many units as the size says, and not one
     */
    Stream<Row> growingTo(int most, boolean each) {
        return IntStream.iterate(1, size -> size <= most, size -> size * 10)
                .mapToObj(size -> new Row(
                        name + "/" + size,
                        unit,
                        subject,
                        ours,
                        peer,
                        peerName,
                        limit,
                        size,
                        each ? size : 1,
                        most <= FEW || Math.round(Math.log10(size)) % 3 == 0,
                        slow));
    }

    /** Whether it is a point of a curve, and no row that stands alone. */
    boolean isPoint() {
        return name.contains("/");
    }

    /** The names by which JMH knows the row's methods. */
    Stream<String> benchmarks() {
        return Stream.of(ours, peer, limit).filter(method -> method != null).map(method -> benchmark(method));
    }

    /**
     * The name by which JMH knows a method. A peer that a subject inherits is measured where it is declared, and once: how our code is
     * set up makes no difference to it.
     */
    String benchmark(String method) {
        return (method.equals(peer) ? declaring(method) : subject).getName() + "." + method;
    }

    private Class<?> declaring(String method) {
        return Arrays.stream(subject.getMethods())
                .filter(candidate -> candidate.getName().equals(method))
                .<Class<?>>map(candidate -> candidate.getDeclaringClass())
                .findFirst()
                .orElse(subject);
    }
}
