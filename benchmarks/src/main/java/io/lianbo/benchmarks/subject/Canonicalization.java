package io.lianbo.benchmarks.subject;

import io.lianbo.core.json.CanonicalJson;
import java.io.IOException;
import org.erdtman.jcs.JsonCanonicalizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The canonical form (RFC 8785) of a receipt, from its text: nested objects, numbers, text that needs escapes and text that does not. */
@State(Scope.Thread)
public class Canonicalization {

    private final Turns<String> receipts = Turns.of(256, """
            {"vct": "https://tea.example/credentials/purchase", "order": "ORDER-%1$d", "buyer": {"name": "林小姐", "tier": 2},
             "items": [{"sku": "CAKE-%1$d", "title": "Spring \\"Old Hill\\" cake", "weight": 0.357, "quantity": 2},
                       {"sku": "CUP-7", "title": "Cup", "weight": 1.5e-1, "quantity": 1}],
             "total": "499900%1$d", "currency": "CNY", "paid": true, "coupon": null, "at": 1795521600}"""::formatted);

    @Benchmark
    public String lianbo() {
        return CanonicalJson.canonicalize(receipts.next());
    }

    @Benchmark
    public String erdtman() throws IOException {
        return new JsonCanonicalizer(receipts.next()).getEncodedString();
    }
}
