package io.lianbo.benchmarks.subject;

import io.lianbo.provenance.passport.VerifiedPassport;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A passport of one event to a hundred, verified from its text by a verifier that found its signatures good before. */
@State(Scope.Thread)
public class PassportGrowth {

    @Param("10")
    public int size;

    private Passports passports = new Passports(TeaCakes.document(1));

    /** Makes the passport. */
    @Setup
    public void record() {
        passports = new Passports(TeaCakes.document(size));
    }

    @Benchmark
    public VerifiedPassport lianbo() {
        return passports.fromJson();
    }

    /** Hashes the same events from their text with OpenEPCIS, and checks their signatures with libsecp256k1. */
    @Benchmark
    public int openEpcisAndLibsecp256k1() throws IOException {
        return passports.openEpcisAndLibsecp256k1();
    }
}
