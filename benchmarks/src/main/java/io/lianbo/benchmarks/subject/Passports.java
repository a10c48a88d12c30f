package io.lianbo.benchmarks.subject;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.PersonalMessage;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisDocument;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.AnchoredRoots;
import io.lianbo.provenance.passport.Passport;
import io.lianbo.provenance.passport.PassportVerifier;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.provenance.passport.VerifiedPassport;
import io.lianbo.provenance.store.EventBatch;
import io.lianbo.provenance.store.EventLedger;
import io.openepcis.constants.CBVVersion;
import io.openepcis.epc.eventhash.EventHashGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * A passport of eight events, verified: cold from its text by a verifier that has seen nothing, warm when it has been read already and
 * its signatures were found good. The peer checks its eight signatures and nothing else, by keys it knows.
 */
@State(Scope.Thread)
public class Passports {

    private static final int OTHER_ITEMS = 1023;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Check(byte[] digest, BigInteger r, BigInteger s, ECPublicKeyParameters key) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record NativeCheck(byte[] digest, byte[] signature, byte[] key) {}

    private final byte[] document;
    private final EventHashGenerator generator = new EventHashGenerator(CBVVersion.VERSION_2_0_0);
    private final fr.acinq.secp256k1.Secp256k1 library = fr.acinq.secp256k1.Secp256k1.get();
    private final List<NativeCheck> nativeChecks = new ArrayList<>();
    private final Passport passport;
    private final String json;
    private final AnchoredRoots roots;
    private final Set<Address> issuers;
    private final PassportVerifier verifier;
    private final List<Check> checks = new ArrayList<>();

    public Passports() {
        this(TeaCakes.document());
    }

    Passports(String document) {
        this.document = document.getBytes(StandardCharsets.UTF_8);
        EventLedger ledger = new EventLedger(new Random(TeaCakes.STEPS));
        List<EpcisEvent> events = EpcisDocument.parse(document).events();
        List<SignedEvent> history = IntStream.range(0, events.size())
                .mapToObj(step -> SignedEvent.sign(events.get(step), TeaCakes.issuer(step)))
                .toList();
        history.forEach(signed -> ledger.record(TeaCakes.CAKE, signed));
        for (int i = 0; i < OTHER_ITEMS; i++) {
            DigitalLink other = TeaCakes.CAKE.withSerial("OTHER-" + i);
            ledger.record(other, history.getLast());
        }
        EventBatch batch = ledger.closeBatch();
        LocalSigner brand = TeaCakes.issuer(0);
        AnchoredRoot anchor = new AnchoredRoot(
                new AccountId(new ChainId(8453), Address.of("0x00000000000000000000000000000000000000cc")),
                brand.address(),
                0,
                batch.head(),
                Instant.parse("2026-11-25T00:00:00Z"));
        passport = batch.passport(TeaCakes.CAKE, anchor);
        json = passport.toJson();
        issuers = history.stream().map(SignedEvent::issuer).collect(Collectors.toSet());
        roots = AnchoredRoots.of(anchor);
        verifier = new PassportVerifier(roots, issuers);
        for (SignedEvent signed : history) {
            Check check = check(signed);
            checks.add(check);
            nativeChecks.add(new NativeCheck(
                    check.digest(),
                    Arrays.copyOf(signed.signature().bytes(), 64),
                    check.key().getQ().getEncoded(false)));
        }
    }

    private static Check check(SignedEvent signed) {
        X9ECParameters curve = CustomNamedCurves.getByName("secp256k1");
        Hash32 digest = PersonalMessage.digest(signed.event().hash().toString());
        byte[] key = Secp256k1.recover(digest, signed.signature())
                .value()
                .orElseThrow()
                .uncompressed();
        return new Check(
                digest.bytes(),
                signed.signature().r(),
                signed.signature().s(),
                new ECPublicKeyParameters(curve.getCurve().decodePoint(key), new ECDomainParameters(curve)));
    }

    @Benchmark
    public VerifiedPassport warm() {
        return verifier.verify(passport).value().orElseThrow();
    }

    /** On two threads, each with a passport and a verifier of its own. */
    @Benchmark
    @Threads(2)
    public VerifiedPassport warmOnTwoThreads() {
        return verifier.verify(passport).value().orElseThrow();
    }

    /** From its text, by a verifier that found its signatures good before. */
    @Benchmark
    public VerifiedPassport fromJson() {
        return verifier.verify(json).value().orElseThrow();
    }

    /** The same on two threads. */
    @Benchmark
    @Threads(2)
    public VerifiedPassport fromJsonOnTwoThreads() {
        return fromJson();
    }

    /** The same on two threads. */
    @Benchmark
    @Threads(2)
    public int openEpcisAndLibsecp256k1OnTwoThreads() throws IOException {
        return openEpcisAndLibsecp256k1();
    }

    /** Hashes the same eight events from their text with OpenEPCIS, and checks their signatures with libsecp256k1. */
    @Benchmark
    public int openEpcisAndLibsecp256k1() throws IOException {
        List<String> hashes = generator
                .fromJson(new ByteArrayInputStream(document), "sha-256")
                .subscribe()
                .asStream()
                .toList();
        int valid = 0;
        for (NativeCheck check : nativeChecks) {
            valid += library.verify(check.signature(), check.digest(), check.key()) ? 1 : 0;
        }
        if (valid != nativeChecks.size() || hashes.size() != nativeChecks.size()) {
            throw new IllegalStateException("all signatures must be valid: " + valid);
        }
        return valid;
    }

    @Benchmark
    public VerifiedPassport cold() {
        return new PassportVerifier(roots, issuers).verify(json).value().orElseThrow();
    }

    @Benchmark
    public int bouncyCastle() {
        int valid = 0;
        for (Check check : checks) {
            ECDSASigner signer = new ECDSASigner();
            signer.init(false, check.key());
            valid += signer.verifySignature(check.digest(), check.r(), check.s()) ? 1 : 0;
        }
        if (valid != checks.size()) {
            throw new IllegalStateException("all signatures must be valid: " + valid);
        }
        return valid;
    }
}
