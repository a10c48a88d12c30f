package io.lianbo.core.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardMerkleTreeTest {

    private static final List<String> CLAIM = List.of("address", "uint256");
    private static final List<String> TEXT = List.of("string");

    @Test
    void provesAClaim() {
        Address viewer = Address.of("0x1111111111111111111111111111111111111111");
        Address host = Address.of("0x2222222222222222222222222222222222222222");
        // @start region="tree"
        StandardMerkleTree tree = StandardMerkleTree.of(
                List.of(
                        List.of(viewer, new BigInteger("5000000000000000000")),
                        List.of(host, 2_500_000_000_000_000_000L)),
                List.of("address", "uint256"));
        List<Hash32> proof = tree.proof(0);

        Verdict<Hash32> verdict = StandardMerkleTree.verify(
                tree.root(), List.of("address", "uint256"), List.of(viewer, "5000000000000000000"), proof);
        // @end region="tree"

        assertThat(verdict.isVerified()).isTrue();
        // the example in the README of OpenZeppelin's library
        assertThat(tree.root()).hasToString("0xd4dee0beab2d53f2cc83e567171bd2820e49898130a22622b10ead383e90bd77");
        assertThat(proof)
                .extracting(Hash32::toString)
                .containsExactly("0xb92c48e9d7abe27fd8dfd6b5dfdbfb1c9a463f80c712b66f3a5180a090cccafc");
    }

    @Test
    void passesTheOutsideVectors() throws IOException {
        for (Path file : Vectors.files("merkle-tree", ".json")) {
            if (!file.getFileName().toString().startsWith("standard-v1")) {
                continue;
            }
            String json = Files.readString(file);
            JsonObject dump = JsonObject.parse("dump", json);
            List<JsonObject> entries = dump.objects("values");
            List<List<?>> values = entries.stream()
                    .<List<?>>map(entry -> (List<?>) entry.values().get("value"))
                    .toList();
            int last = 2 * values.size() - 2;
            boolean unsorted = IntStream.range(0, values.size())
                    .allMatch(i -> entries.get(i).integer("treeIndex", 0, last) == last - i);

            StandardMerkleTree built = unsorted
                    ? StandardMerkleTree.unsorted(values, dump.texts("leafEncoding"))
                    : StandardMerkleTree.of(values, dump.texts("leafEncoding"));
            StandardMerkleTree loaded = StandardMerkleTree.load(json);

            assertThat(JsonObject.parse("dump", built.dump()).texts("tree"))
                    .as(file.toString())
                    .isEqualTo(dump.texts("tree"));
            assertThat(built.root()).hasToString(dump.texts("tree").get(0));
            assertThat(loaded.dump()).isEqualTo(built.dump());
            for (int i = 0; i < values.size(); i++) {
                assertThat(loaded.proof(i)).isEqualTo(built.proof(i));
                assertThat(StandardMerkleTree.verify(
                                        built.root(), dump.texts("leafEncoding"), values.get(i), built.proof(i))
                                .isVerified())
                        .isTrue();
            }
            Random random = new Random(9);
            for (int i = 0; i < 50; i++) {
                assertVerifies(built, built.multiProof(subset(random, built.size())));
            }
        }
    }

    @Test
    void provesEveryLeafOfTreesOfEverySize() {
        for (int size = 1; size <= 70; size++) {
            for (boolean sorted : new boolean[] {true, false}) {
                StandardMerkleTree tree = tree(size, sorted);
                for (int i = 0; i < size; i++) {
                    List<Hash32> proof = tree.proof(i);

                    assertThat(StandardMerkleTree.verify(
                                    tree.root(), CLAIM, tree.values().get(i), proof))
                            .isEqualTo(Verdict.ok(StandardMerkleTree.leafHash(
                                    CLAIM, tree.values().get(i))));
                    assertThat(proof).hasSizeLessThanOrEqualTo(7);
                }
                assertThat(StandardMerkleTree.load(tree.dump()).dump()).isEqualTo(tree.dump());
            }
        }
    }

    @Test
    void provesManyLeavesAtOnce() {
        Random random = new Random(47);
        for (int size = 1; size <= 40; size++) {
            StandardMerkleTree tree = tree(size, random.nextBoolean());
            for (int i = 0; i < 20; i++) {
                int[] subset = subset(random, size);
                MultiProof proof = tree.multiProof(subset);

                assertVerifies(tree, proof);
                assertThat(proof.leaves())
                        .containsExactlyInAnyOrderElementsOf(Arrays.stream(subset)
                                .mapToObj(tree.values()::get)
                                .toList());
            }
            assertThat(tree.multiProof(IntStream.range(0, size).toArray()).proof())
                    .isEmpty();
        }
    }

    @Test
    void doesNotDependOnTheOrderOfValues() {
        List<List<Object>> values = new ArrayList<>(tree(33, true).values());
        Hash32 root = tree(33, true).root();
        Collections.shuffle(values, new Random(3));

        assertThat(StandardMerkleTree.of(values, CLAIM).root()).isEqualTo(root);
        assertThat(StandardMerkleTree.unsorted(values, CLAIM).root()).isNotEqualTo(root);
    }

    @Test
    void takesTheSameLeafTwice() {
        StandardMerkleTree tree = StandardMerkleTree.of(List.of(List.of("a"), List.of("a"), List.of("b")), TEXT);

        for (int i = 0; i < 3; i++) {
            assertThat(StandardMerkleTree.verify(
                                    tree.root(), TEXT, tree.values().get(i), tree.proof(i))
                            .isVerified())
                    .isTrue();
        }
        assertVerifies(tree, tree.multiProof(0, 1));
    }

    @Test
    void buildsLargeTrees() {
        StandardMerkleTree tree = tree(20_000, true);

        assertThat(StandardMerkleTree.verify(tree.root(), CLAIM, tree.values().get(12_345), tree.proof(12_345))
                        .isVerified())
                .isTrue();
    }

    @Test
    void refusesAProofThatIsNotTheLeafs() {
        StandardMerkleTree tree = tree(16, true);
        List<Object> value = tree.values().get(5);
        List<Hash32> proof = tree.proof(5);
        List<Hash32> longer = new ArrayList<>(proof);
        longer.add(Hash32.ZERO);
        List<Hash32> swapped = new ArrayList<>(proof);
        Collections.swap(swapped, 0, 1);

        assertWrongRoot(tree.root(), value, proof.subList(0, 3));
        assertWrongRoot(tree.root(), value, List.of());
        assertWrongRoot(tree.root(), value, longer);
        assertWrongRoot(tree.root(), value, swapped);
        assertWrongRoot(tree.root(), value, tree.proof(6));
        assertWrongRoot(tree.root(), List.of(value.get(0), 1L), proof);
        assertWrongRoot(Hash32.ZERO, value, proof);
    }

    @Test
    void keepsAnInnerNodeFromPassingForALeaf() {
        // A leaf of two words is as long as a pair of hashes: hashed once, the pair below an inner node would be a
        // leaf.
        List<String> words = List.of("bytes32", "bytes32");
        StandardMerkleTree tree = StandardMerkleTree.of(
                IntStream.range(0, 4)
                        .mapToObj(i -> List.of(Keccak256.hash(new byte[] {(byte) i}), Hash32.ZERO))
                        .toList(),
                words);
        List<String> nodes = JsonObject.parse("dump", tree.dump()).texts("tree");
        List<Hash32> pair = List.of(Hash32.of(nodes.get(3)), Hash32.of(nodes.get(4)));
        Hash32 sibling = Hash32.of(nodes.get(2));

        for (List<Hash32> forged : List.of(pair, List.of(pair.get(1), pair.get(0)))) {
            assertThat(StandardMerkleTree.verify(tree.root(), words, forged, List.of(sibling))
                            .isVerified())
                    .isFalse();
        }
    }

    @Test
    void refusesAMultiProofOfAnotherShape() {
        StandardMerkleTree tree = tree(8, true);
        MultiProof good = tree.multiProof(1, 4, 6);
        List<Boolean> inverted = good.flags().stream().map(flag -> !flag).toList();
        List<Hash32> more = new ArrayList<>(good.proof());
        more.add(Hash32.ZERO);

        assertRefused("MALFORMED_PROOF", tree, new MultiProof(List.of(), List.of(tree.root()), List.of()));
        assertRefused("MALFORMED_PROOF", tree, new MultiProof(List.of(), List.of(), List.of()));
        assertRefused("MALFORMED_PROOF", tree, new MultiProof(good.leaves(), more, good.flags()));
        assertRefused("MALFORMED_PROOF", tree, new MultiProof(good.leaves(), List.of(), good.flags()));
        assertRefused("MALFORMED_PROOF", tree, new MultiProof(good.leaves(), good.proof(), List.of()));
        assertRefused("MALFORMED_PROOF", tree, new MultiProof(good.leaves(), good.proof(), inverted));
        assertRefused("MALFORMED_PROOF", tree, new MultiProof(good.leaves().subList(1, 3), good.proof(), good.flags()));
        assertRefused(
                "MALFORMED_PROOF", // the advisory GHSA-wprv-93r4-jj2p: hashes that no flag asks for
                tree,
                new MultiProof(good.leaves().subList(0, 2), List.of(tree.root()), List.of(true, true)));
        assertRefused("WRONG_ROOT", tree, new MultiProof(good.leaves().reversed(), good.proof(), good.flags()));
        assertRefused(
                "WRONG_ROOT",
                tree,
                new MultiProof(good.leaves(), Collections.nCopies(good.proof().size(), Hash32.ZERO), good.flags()));
    }

    @Test
    void refusesToProveWhatIsNotThere() {
        StandardMerkleTree tree = tree(3, true);

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> tree.proof(3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> tree.proof(-1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> tree.multiProof(0, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(tree::multiProof)
                .withMessage("a multiproof must be of at least one leaf");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tree.multiProof(1, 2, 1))
                .withMessage("a multiproof must name each leaf once: [1, 2, 1]");
    }

    @Test
    void namesTheValueThatDoesNotFit() {
        Address account = Address.ZERO;

        assertBuildFails("a tree must have at least one value", List.of(), CLAIM);
        assertBuildFails(
                "a tree must have at most 33554432 values: 33554433",
                Collections.nCopies(33_554_433, List.of()),
                CLAIM);
        assertBuildFails("a leaf must have at least one type", List.of(List.of()), List.of());
        assertBuildFails(
                "values[1][1]: uint256 must be 0 to 2^256 - 1: -1",
                List.of(List.of(account, 1), List.of(account, -1)),
                CLAIM);
        assertBuildFails("values[0]: (address,uint256) must have 2 elements: 1", List.of(List.of(account)), CLAIM);
        assertBuildFails("values[0][0]: address must be an address: 5", List.of(List.of(5, 5)), CLAIM);
        assertBuildFails("values[0][1]: uint256 must not be null", List.of(Arrays.asList(account, null)), CLAIM);
        assertBuildFails("values[0]: a leaf must not be null", Arrays.asList((List<?>) null), CLAIM);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StandardMerkleTree.verify(Hash32.ZERO, CLAIM, List.of(account, "x"), List.of()))
                .withMessage("value[1]: uint256 must be an integer, decimal or 0x and hex digits: \"x\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"format\":\"standard-v1\" | \"format\":\"simple-v1\" | Merkle tree dump: format must be \"standard-v1\": \"simple-v1\"",
                "\"format\":\"standard-v1\", | | Merkle tree dump: missing key format",
                "{\"format\" | {\"x\":1,\"format\" | Merkle tree dump: unknown key x, allowed are format, leafEncoding, tree, values",
                "\"a\" | \"e\" | Merkle tree dump: tree[5] must be the hash of values[0]",
                "\"treeIndex\":5 | \"treeIndex\":6 | Merkle tree dump: values[1].treeIndex must not be another value's: 6",
                "\"treeIndex\":5 | \"treeIndex\":2 | Merkle tree dump: values[0].treeIndex must be an integer from 3 to 6: 2",
                "\"treeIndex\":5 | \"treeIndex\":7 | Merkle tree dump: values[0].treeIndex must be an integer from 3 to 6: 7",
                "[\"a\"] | [1] | values[0][0]: string must be text: 1",
                "[\"a\"] | null | values[0]: a leaf must not be null",
                "[\"a\"] | \"a\" | values[0]: (string) must be a list: \"a\"",
                "[\"string\"] | [] | a leaf must have at least one type",
                "[\"string\"] | [\"strin\"] | a leaf's type must be address, bool,",
                "\"tree\":[ | \"tree\":[\"0x\", | Merkle tree dump: tree must have 2n - 1 nodes for n > 0 values: 8 nodes for 4 values",
            })
    void refusesADumpOfAnotherForm(String part, String replacement, String message) {
        String dump = letters().dump();
        String json = dump.replaceFirst(
                Pattern.quote(part), Matcher.quoteReplacement(replacement == null ? "" : replacement));
        assertThat(json).isNotEqualTo(dump);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StandardMerkleTree.load(json))
                .withMessageStartingWith(message);
    }

    @Test
    void namesTheNodeOfADumpThatWasTamperedWith() {
        StandardMerkleTree tree = letters();
        List<String> nodes = JsonObject.parse("dump", tree.dump()).texts("tree");
        String[] messages = {
            "tree[0] must be the hash of tree[1] and tree[2]",
            "tree[1] must be the hash of tree[3] and tree[4]",
            "tree[2] must be the hash of tree[5] and tree[6]",
        };
        for (int node = 0; node < nodes.size(); node++) {
            String json = tree.dump().replace(nodes.get(node), Hash32.ZERO.toString());
            String message = node < 3 ? messages[node] : "tree[" + node + "] must be the hash of values[";

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StandardMerkleTree.load(json))
                    .withMessageStartingWith("Merkle tree dump: " + message);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StandardMerkleTree.load(tree.dump().replace(nodes.get(2), "0x12")))
                .withMessageStartingWith("Merkle tree dump: tree[2]: hash must be 0x and 64 hex digits");
    }

    @Test
    void loadsLeavesInAnyOrder() {
        StandardMerkleTree sorted = letters();
        List<List<Object>> shuffled = List.of(List.of("c"), List.of("a"), List.of("d"), List.of("b"));

        StandardMerkleTree loaded = StandardMerkleTree.load(
                StandardMerkleTree.unsorted(shuffled, TEXT).dump());

        assertThat(loaded.values()).isEqualTo(shuffled);
        assertThat(loaded.root()).isNotEqualTo(sorted.root());
        assertThat(loaded).hasToString("StandardMerkleTree[" + loaded.root() + ", 4 leaves of (string)]");
    }

    @Test
    void handsOutValuesInOneForm() {
        StandardMerkleTree tree = StandardMerkleTree.of(
                List.of(List.of(
                        "0x" + "ab".repeat(20),
                        7,
                        "0x" + "cd".repeat(32),
                        new byte[] {1, 2},
                        true,
                        List.of("0x10", -3L))),
                List.of("address", "uint8", "bytes32", "bytes2", "bool", "int8[2]"));

        assertThat(tree.values())
                .containsExactly(List.of(
                        Address.of("0x" + "ab".repeat(20)),
                        BigInteger.valueOf(7),
                        Hash32.of("0x" + "cd".repeat(32)),
                        "0x0102",
                        true,
                        List.of(BigInteger.valueOf(16), BigInteger.valueOf(-3))));
        assertThat(tree.leafTypes()).hasSize(6);
        assertThat(StandardMerkleTree.load(tree.dump()).values()).isEqualTo(tree.values());
        assertThat(StrictJson.parseObject(tree.dump()).keySet())
                .containsExactly("format", "leafEncoding", "tree", "values");
    }

    private static StandardMerkleTree letters() {
        return StandardMerkleTree.of(List.of(List.of("a"), List.of("b"), List.of("c"), List.of("d")), TEXT);
    }

    private static StandardMerkleTree tree(int size, boolean sorted) {
        List<List<Object>> values = IntStream.range(0, size)
                .<List<Object>>mapToObj(i -> List.of(
                        Address.of(Arrays.copyOf(
                                Keccak256.digest(BigInteger.valueOf(i).toByteArray()), 20)),
                        BigInteger.valueOf(i)))
                .toList();
        return sorted ? StandardMerkleTree.of(values, CLAIM) : StandardMerkleTree.unsorted(values, CLAIM);
    }

    private static int[] subset(Random random, int size) {
        List<Integer> all = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Collections.shuffle(all, random);
        return all.stream().limit(1 + random.nextInt(size)).mapToInt(i -> i).toArray();
    }

    private static void assertVerifies(StandardMerkleTree tree, MultiProof proof) {
        assertThat(StandardMerkleTree.verify(tree.root(), tree.leafTypes(), proof))
                .isEqualTo(Verdict.ok(proof.leaves().stream()
                        .map(value -> StandardMerkleTree.leafHash(tree.leafTypes(), value))
                        .toList()));
    }

    private static void assertWrongRoot(Hash32 root, List<Object> value, List<Hash32> proof) {
        assertThat(StandardMerkleTree.verify(root, CLAIM, value, proof).reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly("WRONG_ROOT");
    }

    private static void assertRefused(String code, StandardMerkleTree tree, MultiProof proof) {
        assertThat(StandardMerkleTree.verify(tree.root(), tree.leafTypes(), proof)
                        .reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly(code);
    }

    private static void assertBuildFails(String message, List<? extends List<?>> values, List<String> types) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StandardMerkleTree.of(values, types))
                .withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> StandardMerkleTree.unsorted(values, types));
    }
}
