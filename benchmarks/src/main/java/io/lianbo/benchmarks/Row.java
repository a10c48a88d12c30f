package io.lianbo.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * One row of the table: which method of a subject is ours, and which ones it stands beside.
 *
 * @param name of the row, such as {@code recover.java}
 * @param unit what is counted, per second: more is better
 * @param subject the class that holds the methods
 * @param ours the method that runs Lianbo
 * @param peer the method that runs the peer, or null where no peer can be called from Java
 * @param peerName who the peer is, or null as {@code peer}
 * @param limit the method that does nothing but the work no implementation can avoid, or null where there is none
 */
record Row(
        String name,
        String unit,
        Class<?> subject,
        String ours,
        @Nullable String peer,
        @Nullable String peerName,
        @Nullable String limit) {

    static Row of(String name, String unit, Class<?> subject, String ours) {
        return new Row(name, unit, subject, ours, null, null, null);
    }

    Row beside(String name, String method) {
        return new Row(this.name, unit, subject, ours, method, name, limit);
    }

    Row limitedBy(String method) {
        return new Row(name, unit, subject, ours, peer, peerName, method);
    }
}
