package io.lianbo.rewards.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.merkle.StandardMerkleTree;
import io.lianbo.rewards.scoring.Epoch;
import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.UserId;
import io.lianbo.testsupport.ChildJvm;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimFileTest {

    private static final Address MEI = Address.of("0x1111111111111111111111111111111111111111");
    private static final Address BO = Address.of("0x2222222222222222222222222222222222222222");

    @TempDir
    private Path folder;

    @Test
    void servesAClaimFromDisk() throws IOException {
        RewardTree tree = tree(Map.of(UserId.of(MEI), 2L, UserId.of(BO), 1L));
        // @start region="claims"
        Path file = folder.resolve("epoch-1.ndjson");
        tree.writeClaims(file);
        try (ClaimFile claims = ClaimFile.open(file)) {
            Optional<RewardClaim> claim = claims.claim(MEI);
            // @end region="claims"

            assertThat(claim).isEqualTo(tree.claim(MEI));
            assertThat(claims.claim(Address.ZERO)).isEmpty();
            assertThat(claims.epoch()).isEqualTo(1);
            assertThat(claims.root()).isEqualTo(tree.root());
            assertThat(claims.rulesHash()).isEqualTo(Hash32.ZERO);
            assertThat(claims.accounts()).isEqualTo(2);
            assertThat(claims.cumulativeTotal()).isEqualTo(BigInteger.valueOf(1_000));
        }
        assertThat(Files.readString(file))
                .isEqualTo("{\"format\":\"lianbo.reward-claims/1\",\"epoch\":\"1\",\"rulesHash\":\"" + Hash32.ZERO
                        + "\",\"root\":\"" + tree.root() + "\",\"accounts\":\"2\",\"cumulativeTotal\":\"1000\"}\n"
                        + "{\"account\":\"0x1111111111111111111111111111111111111111\",\"cumulativeAmount\":\"667\",\"proof\":[\""
                        + tree.claim(MEI).orElseThrow().proof().getFirst() + "\"]}\n"
                        + "{\"account\":\"0x2222222222222222222222222222222222222222\",\"cumulativeAmount\":\"333\",\"proof\":[\""
                        + tree.claim(BO).orElseThrow().proof().getFirst() + "\"]}\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 100, 1_025, 3_000})
    void findsEveryAccountAndNoOther(int accounts) throws IOException {
        RewardTree tree = tree(points(accounts, new Random(accounts)));
        Path file = folder.resolve("claims");
        tree.writeClaims(file);
        try (ClaimFile claims = ClaimFile.open(file);
                Stream<RewardClaim> all = claims.claims()) {
            List<RewardClaim> inTree = tree.cumulative().keySet().stream()
                    .map(account -> tree.claim(account).orElseThrow())
                    .toList();
            assertThat(all).containsExactlyElementsOf(inTree);
            for (RewardClaim claim : inTree) {
                assertThat(claims.claim(claim.account())).contains(claim);
                assertThat(claim.verify(tree.root()).isVerified()).isTrue();
                byte[] next = claim.account().bytes();
                next[19]++;
                Address neighbour = Address.of(next);
                assertThat(claims.claim(neighbour)).isEqualTo(tree.claim(neighbour));
            }
            assertThat(claims.claim(Address.ZERO)).isEmpty();
            assertThat(claims.claim(Address.of("0x" + "f".repeat(40)))).isEmpty();
        }
        if (accounts > 0) {
            List<List<Object>> leaves = new ArrayList<>();
            tree.cumulative().forEach((account, amount) -> leaves.add(List.of(account, amount)));
            assertThat(tree.root())
                    .isEqualTo(StandardMerkleTree.of(leaves, List.of("address", "uint256"))
                            .root());
        }
    }

    @Test
    void takesThePlaceOfAnOlderFileAtOnce() throws IOException {
        Path file = folder.resolve("claims");
        tree(Map.of(UserId.of(MEI), 1L)).writeClaims(file);
        try (ClaimFile old = ClaimFile.open(file)) {
            tree(Map.of(UserId.of(BO), 1L)).writeClaims(file);

            assertThat(old.claim(MEI)).isPresent(); // who has it open goes on reading the old one
            try (ClaimFile now = ClaimFile.open(file)) {
                assertThat(now.claim(MEI)).isEmpty();
                assertThat(now.claim(BO)).isPresent();
            }
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "claims/1 | claims/2 | claim file: format must be \"lianbo.reward-claims/1\": \"lianbo.reward-claims/2\"",
                "\"epoch\":\"1\" | \"epoch\":1 | claim file: epoch must be a string: 1",
                "\"accounts\":\"2\", | `` | claim file: missing key accounts",
                "{\"format\" | {\"more\":1,\"format\" | claim file: unknown key more, allowed are",
            })
    void refusesAFileThatSaysItHoldsSomethingElse(String part, String replacement, String message) throws IOException {
        Path file = changed(part, replacement);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClaimFile.open(file))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"667\" | \"668\" | claim: the proof of 0x1111111111111111111111111111111111111111 must lead to the root",
                "\"667\" | \"0667\" | claim: cumulativeAmount must be a string of decimal digits",
                "\"667\" | 667 | claim: cumulativeAmount must be a string: 667",
                "\"proof\":[ | \"proof\":[\"0x12\", | claim: hash must be 0x and 64 hex digits",
                "\"proof\":[ | \"proof\":[], \"x\":[ | claim: unknown key x, allowed are",
                "{\"account\":\"0x1111 | {\"amount\":\"0x1111 | a line of a claim file must begin with {\"account\":\"0x",
            })
    void refusesAClaimThatWasChanged(String part, String replacement, String message) throws IOException {
        try (ClaimFile claims = ClaimFile.open(changed(part, replacement))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> claims.claim(MEI))
                    .withMessageStartingWith(message);
            assertThatIllegalArgumentException().isThrownBy(() -> {
                try (Stream<RewardClaim> all = claims.claims()) {
                    assertThat(all.toList()).isEmpty();
                }
            });
        }
    }

    @Test
    void refusesAFileThatLacksClaims() throws IOException {
        Path file = changed("epoch", "epoch");
        List<String> lines = Files.readAllLines(file);
        Files.writeString(file, lines.get(0) + "\n" + lines.get(2) + "\n");
        try (ClaimFile claims = ClaimFile.open(file);
                Stream<RewardClaim> all = claims.claims()) {
            assertThat(claims.claim(BO)).isPresent();
            assertThatIllegalArgumentException()
                    .isThrownBy(all::toList)
                    .withMessage("claim file must have 2 claims that come to 1000: 1 that come to 333");
        }
        Files.writeString(file, String.join("\n", lines.get(0), lines.get(2), lines.get(1)) + "\n");
        try (ClaimFile claims = ClaimFile.open(file);
                Stream<RewardClaim> all = claims.claims()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(all::toList)
                    .withMessageStartingWith("claim file: accounts must ascend: " + MEI);
        }
    }

    @Test
    void refusesAFileThatIsCutOff() throws IOException {
        Path file = changed("epoch", "epoch");
        String whole = Files.readString(file);
        for (int length : new int[] {0, 10, whole.length() - 1, whole.length() - 100}) {
            Files.writeString(file, whole.substring(0, length));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ClaimFile.open(file))
                    .withMessageStartingWith("claim file");
        }
        Files.writeString(file, whole.lines().findFirst().orElseThrow() + "\n" + "x".repeat(10_000) + "\n");
        try (ClaimFile claims = ClaimFile.open(file)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> claims.claim(MEI))
                    .withMessage("claim file: a line must have fewer than 4096 bytes");
        }
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> ClaimFile.open(folder.resolve("none")));
    }

    @Test
    void servesAMillionAccountsInLittleMemory() throws Exception {
        Process child =
                ChildJvm.start(List.of("-Xmx768m", "-XX:TieredStopAtLevel=4"), MillionClaims.class, folder.toString());
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        System.out.print(said);
        assertThat(child.waitFor()).isZero();
        assertThat(said).contains("1000 claims verified");
    }

    /** Shares a pool among a million users, writes all proofs, and reads every thousandth account's from the file. */
    static final class MillionClaims {

        public static void main(String[] args) throws IOException {
            long start = System.nanoTime();
            EpochScores scores = scores(points(1_000_000, new Random(1_000_000)));
            start = said("scores", start);
            RewardTree tree = RewardTree.start().next(scores, BigInteger.TEN.pow(24));
            start = said("tree", start);
            Path file = Path.of(args[0], "claims");
            tree.writeClaims(file);
            start = said("file of " + Files.size(file) + " bytes", start);
            int verified = 0;
            try (ClaimFile claims = ClaimFile.open(file)) {
                int index = 0;
                for (Map.Entry<Address, BigInteger> each : tree.cumulative().entrySet()) {
                    if (index++ % 1_000 == 0) {
                        RewardClaim claim = claims.claim(each.getKey()).orElseThrow();
                        assertThat(claim.cumulativeAmount()).isEqualTo(each.getValue());
                        assertThat(claim.verify(tree.root()).isVerified()).isTrue();
                        verified++;
                    }
                }
                assertThat(tree.cumulativeTotal()).isEqualTo(BigInteger.TEN.pow(24));
            }
            said(verified + " claims verified", start);
        }

        private static long said(String what, long start) {
            long now = System.nanoTime();
            System.out.println(what + " in " + (now - start) / 1_000_000 + " ms");
            return now;
        }
    }

    private Path changed(String part, String replacement) throws IOException {
        Path file = folder.resolve("changed");
        tree(Map.of(UserId.of(MEI), 2L, UserId.of(BO), 1L)).writeClaims(file);
        String whole = Files.readString(file);
        assertThat(whole).contains(part);
        Files.writeString(file, whole.replace(part, replacement));
        return file;
    }

    private static SortedMap<UserId, Long> points(int users, Random random) {
        SortedMap<UserId, Long> points = new TreeMap<>();
        byte[] address = new byte[Address.SIZE];
        while (points.size() < users) {
            random.nextBytes(address);
            points.put(UserId.of(Hex.encode(address)), 1L + random.nextInt(10_000));
        }
        return points;
    }

    private static RewardTree tree(Map<UserId, Long> points) {
        return RewardTree.start()
                .next(
                        scores(new TreeMap<>(points)),
                        BigInteger.valueOf(points.size() < 5 ? 1_000 : points.size() * 10_000L));
    }

    private static EpochScores scores(SortedMap<UserId, Long> points) {
        Instant start = Instant.parse("2026-11-11T00:00:00Z");
        return new EpochScores(new Epoch(1, start, start.plusSeconds(60)), Hash32.ZERO, points, new TreeMap<>());
    }
}
