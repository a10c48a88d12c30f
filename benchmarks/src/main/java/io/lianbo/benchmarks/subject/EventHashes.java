package io.lianbo.benchmarks.subject;

import io.lianbo.provenance.event.EventCanonicalizer;
import io.lianbo.provenance.event.EventHash;
import io.openepcis.constants.CBVVersion;
import io.openepcis.epc.eventhash.EventHashGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The CBV 2.0 hashes of the events of a JSON-LD document, from its text to the {@code ni} URIs. */
@State(Scope.Thread)
public class EventHashes {

    private final byte[] bytes = TeaCakes.document().getBytes(StandardCharsets.UTF_8);
    private final EventCanonicalizer canonicalizer = new EventCanonicalizer();
    private final EventHashGenerator generator = new EventHashGenerator(CBVVersion.VERSION_2_0_0);

    @Benchmark
    @OperationsPerInvocation(TeaCakes.STEPS)
    public List<String> lianbo() {
        return canonicalizer.hashes(bytes).stream().map(EventHash::toString).toList();
    }

    @Benchmark
    @OperationsPerInvocation(TeaCakes.STEPS)
    public List<String> openEpcis() throws IOException {
        return generator
                .fromJson(new ByteArrayInputStream(bytes), "sha-256")
                .subscribe()
                .asStream()
                .toList();
    }
}
