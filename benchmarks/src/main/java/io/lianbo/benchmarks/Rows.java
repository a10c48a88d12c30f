package io.lianbo.benchmarks;

import io.lianbo.benchmarks.subject.Canonicalization;
import io.lianbo.benchmarks.subject.Ed25519Checks;
import io.lianbo.benchmarks.subject.EventHashes;
import io.lianbo.benchmarks.subject.InclusionProofGrowth;
import io.lianbo.benchmarks.subject.InclusionProofs;
import io.lianbo.benchmarks.subject.Keccak;
import io.lianbo.benchmarks.subject.Logins;
import io.lianbo.benchmarks.subject.MerkleTreeGrowth;
import io.lianbo.benchmarks.subject.MerkleTrees;
import io.lianbo.benchmarks.subject.MillionLeaves;
import io.lianbo.benchmarks.subject.NativeLogins;
import io.lianbo.benchmarks.subject.NativePresentations;
import io.lianbo.benchmarks.subject.NativeRecovery;
import io.lianbo.benchmarks.subject.NativeVoucherSigning;
import io.lianbo.benchmarks.subject.NativeVoucherVerification;
import io.lianbo.benchmarks.subject.PassportGrowth;
import io.lianbo.benchmarks.subject.Passports;
import io.lianbo.benchmarks.subject.Presentations;
import io.lianbo.benchmarks.subject.Recovery;
import io.lianbo.benchmarks.subject.Resolutions;
import io.lianbo.benchmarks.subject.Scans;
import io.lianbo.benchmarks.subject.Scoring;
import io.lianbo.benchmarks.subject.ScoringGrowth;
import io.lianbo.benchmarks.subject.SunChecks;
import io.lianbo.benchmarks.subject.Transactions;
import io.lianbo.benchmarks.subject.TypedDataHashes;
import io.lianbo.benchmarks.subject.VoucherLists;
import io.lianbo.benchmarks.subject.VoucherSigning;
import io.lianbo.benchmarks.subject.VoucherVerification;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The rows of the table. To add one, write its subject and name it here. */
final class Rows {

    /** Those that stand alone. */
    static final List<Row> SINGLE = List.of(
            Row.of("keccak.64B", "hashes/s", Keccak.class, "lianbo")
                    .beside("BouncyCastle KeccakDigest", "bouncyCastle"),
            Row.of("recover.java", "recoveries/s", Recovery.class, "lianbo").beside("web3j Sign", "web3j"),
            Row.of("recover.native", "recoveries/s", NativeRecovery.class, "lianbo")
                    .beside("web3j Sign", "web3j")
                    .limitedBy("bareCall"),
            Row.of("ed25519.verify.native", "signatures/s", Ed25519Checks.class, "lianbo")
                    .beside("BouncyCastle Ed25519Signer", "bouncyCastle"),
            Row.of("ed25519.verify.native.jdk", "signatures/s", Ed25519Checks.class, "lianbo")
                    .beside("the JDK's Ed25519", "jdk"),
            Row.of("eip712.voucherHash", "hashes/s", TypedDataHashes.class, "voucher")
                    .beside("web3j StructuredDataEncoder", "web3j"),
            Row.of("eip712.json", "hashes/s", TypedDataHashes.class, "json")
                    .beside("web3j StructuredDataEncoder", "web3j")
                    .onlyInFull(),
            Row.of("voucher.verify", "vouchers/s", VoucherVerification.class, "lianbo")
                    .beside("web3j StructuredDataEncoder + Sign", "web3j"),
            Row.of("voucher.verify.native", "vouchers/s", NativeVoucherVerification.class, "lianbo")
                    .beside("web3j StructuredDataEncoder + Sign", "web3j"),
            Row.of("voucher.sign", "vouchers/s", VoucherSigning.class, "lianbo")
                    .beside("web3j StructuredDataEncoder + Sign", "web3j")
                    .onlyInFull(),
            Row.of("voucher.sign.native", "vouchers/s", NativeVoucherSigning.class, "lianbo")
                    .beside("web3j StructuredDataEncoder + Sign", "web3j")
                    .onlyInFull(),
            Row.of("jcs", "texts/s", Canonicalization.class, "lianbo")
                    .beside("erdtman JsonCanonicalizer", "erdtman")
                    .onlyInFull(),
            Row.of("proof.verify", "proofs/s", InclusionProofs.class, "lianbo").limitedBy("sha256"),
            Row.of("passport.warm", "passports/s", Passports.class, "warm")
                    .beside("8 BouncyCastle ECDSA checks", "bouncyCastle"),
            Row.of("passport.cold", "passports/s", Passports.class, "cold")
                    .beside("8 BouncyCastle ECDSA checks", "bouncyCastle"),
            Row.of("passport.fromJson", "passports/s", Passports.class, "fromJson")
                    .beside("OpenEPCIS 0.9.2 + libsecp256k1, 8 events", "openEpcisAndLibsecp256k1"),
            Row.of("passport.twoThreads", "passports/s", Passports.class, "warmOnTwoThreads")
                    .beside("the same on one thread", "warm"),
            Row.of("sun.verify", "taps/s", SunChecks.class, "lianbo")
                    .beside("javax.crypto and BouncyCastle AESCMAC by hand", "byHand")
                    .limitedBy("bareBlocks")
                    .onlyInFull(),
            Row.of("scan.guard", "scans/s", Scans.class, "lianbo")
                    .beside("the counter alone in plain JDBC, a commit each", "counterInPlainJdbc")
                    .limitedBy("bareRows")
                    .onlyInFull(),
            Row.of("cbv.hash.json", "events/s", EventHashes.class, "lianbo").beside("OpenEPCIS 0.9.2", "openEpcis"),
            Row.of("sdjwt.verify.java", "presentations/s", Presentations.class, "lianbo")
                    .beside("Nimbus + Authlete sd-jwt", "nimbus"),
            Row.of("sdjwt.verify.native", "presentations/s", NativePresentations.class, "lianbo")
                    .beside("Nimbus + Authlete sd-jwt", "nimbus"),
            Row.of("did.resolve.cached", "resolutions/s", Resolutions.class, "lianbo")
                    .beside("the same, each document read anew", "uncached")
                    .limitedBy("caffeine")
                    .onlyInFull(),
            Row.of("siwe.verify", "logins/s", Logins.class, "lianbo")
                    .beside("web3j Sign alone", "web3j")
                    .onlyInFull(),
            Row.of("siwe.verify.native", "logins/s", NativeLogins.class, "lianbo")
                    .beside("web3j Sign alone", "web3j")
                    .onlyInFull(),
            Row.of("merkle.build", "leaves/s", MerkleTrees.class, "lianbo").onlyInFull(),
            Row.of("merkle.build1M", "leaves/s", MillionLeaves.class, "lianbo")
                    .beside("npm @openzeppelin/merkle-tree 1.0.8", "openZeppelin")
                    .onlyAFewTimes(),
            Row.of("scoring.events", "events/s", Scoring.class, "lianbo"),
            Row.of("tx.sustained", "transactions/s", Transactions.class, "lianbo")
                    .beside("web3j RawTransactionManager", "web3j")
                    .limitedBy("node"),
            Row.of("tx.sustained.fast", "transactions/s", Transactions.class, "lianbo")
                    .beside("web3j FastRawTransactionManager", "web3jFast")
                    .limitedBy("node")
                    .onlyInFull());

    /** How cost grows with work and with threads. */
    private static final List<Row> POINTS = Stream.of(
                    Row.of("merkle.build", "leaves/s", MerkleTreeGrowth.class, "lianbo")
                            .limitedBy("keccak")
                            .growingTo(1_000_000, true),
                    Row.of("proof.verify", "proofs/s", InclusionProofGrowth.class, "lianbo")
                            .limitedBy("sha256")
                            .growingTo(1_000_000, false),
                    Row.of("scoring.events", "events/s", ScoringGrowth.class, "lianbo")
                            .limitedBy("hashMap")
                            .growingTo(1_000_000, true),
                    Row.of("passport.fromJson", "passports/s", PassportGrowth.class, "lianbo")
                            .beside("OpenEPCIS 0.9.2 + libsecp256k1", "openEpcisAndLibsecp256k1")
                            .growingTo(100, false),
                    Row.of("voucher.list", "vouchers/s", VoucherLists.class, "lianbo")
                            .beside("web3j, one by one", "web3j")
                            .growingTo(10_000, true),
                    Stream.of(
                            Row.of("passport.threads/1", "passports/s", Passports.class, "fromJson")
                                    .beside("OpenEPCIS 0.9.2 + libsecp256k1", "openEpcisAndLibsecp256k1"),
                            Row.of("passport.threads/2", "passports/s", Passports.class, "fromJsonOnTwoThreads")
                                    .beside("OpenEPCIS 0.9.2 + libsecp256k1", "openEpcisAndLibsecp256k1OnTwoThreads"),
                            Row.of("voucher.threads/1", "vouchers/s", NativeVoucherVerification.class, "lianbo")
                                    .beside("web3j StructuredDataEncoder + Sign", "web3j"),
                            Row.of(
                                            "voucher.threads/2",
                                            "vouchers/s",
                                            NativeVoucherVerification.class,
                                            "lianboOnTwoThreads")
                                    .beside("web3j StructuredDataEncoder + Sign", "web3jOnTwoThreads")))
            .flatMap(points -> points)
            .toList();

    static final List<Row> ALL = Stream.concat(SINGLE.stream(), POINTS.stream()).toList();

    /** The curves that the points lie on. */
    static final List<Curve> CURVES = List.of(
            new Curve("merkle.build", "A Merkle tree, built", "leaves", false, "its hashes alone"),
            new Curve("proof.verify", "An entry of a log, proved to be in it", "leaves", false, "its hashes alone"),
            new Curve(
                    "scoring.events", "An evening, scored on one core", "interactions", false, "a sum for each viewer"),
            new Curve("passport.fromJson", "A passport, verified from its text", "events", false, null),
            new Curve("voucher.list", "Gifts, verified: one list under one signature", "vouchers", false, null),
            new Curve("passport.threads", "Passports of eight events, verified from their text", "threads", true, null),
            new Curve("voucher.threads", "Vouchers, verified from their text", "threads", true, null));

    private Rows() {}

    /**
     * The rows with these names.
     *
     * @param names separated by commas; empty for all rows of a run of this effort
     * @throws IllegalArgumentException if there is no row of a name
     */
    static List<Row> named(String names, Effort effort) {
        if (names.isBlank()) {
            return ALL.stream()
                    .filter(row -> effort == Effort.FULL || row.quick())
                    .toList();
        }
        return Arrays.stream(names.split(",", -1))
                .map(String::strip)
                .map(Rows::row)
                .toList();
    }

    private static Row row(String name) {
        return ALL.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no row \"" + name + "\"; the rows are "
                        + ALL.stream().map(Row::name).toList()));
    }
}
