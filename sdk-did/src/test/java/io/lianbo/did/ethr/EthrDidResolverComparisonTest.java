package io.lianbo.did.ethr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.follow.EventFollower;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.resolve.ResolutionOptions;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testsupport.NodePeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same calls, resolved by us and by the npm package {@code ethr-did-resolver}, give the same documents in every version. */
class EthrDidResolverComparisonTest {
    private static final String DEPLOYED = "ethr-did-resolver/lib/config/EthereumDIDRegistry.js";
    private static final int CALLS = 100;
    private static final int MOST_VERSIONS = 60;

    private static final List<String> NAMES = List.of(
            "did/pub/Secp256k1/veriKey/hex",
            "did/pub/Secp256k1/sigAuth",
            "did/pub/Secp256k1/sigAuth/base64",
            "did/pub/Ed25519/veriKey/base64",
            "did/pub/Ed25519/sigAuth/base58",
            "did/pub/Ed25519/veriKey/pem",
            "did/pub/RSA/veriKey/pem",
            "did/pub/X25519/enc/base64",
            "did/pub/X25519/enc",
            "did/pub/Odd/veriKey/cbor",
            "did/pub/Odd",
            "did/pub/a/b/c/d",
            "did/pub/",
            "did/svc/HubService",
            "did/svc/HubService/x/y",
            "did/svc/",
            "did/other/x",
            "anything");
    private static final List<byte[]> VALUES = List.of(
            new byte[0],
            new byte[] {0, 0, 1},
            new byte[] {-1, -2},
            Hex.decode("0x02b97c30de767f084ce3080168ee293053ba33b235d7116a3263d29f1450936b71"),
            utf8("https://hub.example/"),
            utf8("{\"uri\":\"https://hub.example/\",\"list\":[1.5,{\"a\":null}]}"),
            utf8("[\"https://a.example/\",\"https://b.example/\"]"),
            utf8("\"quoted\""),
            utf8("{broken"),
            utf8("\u8336"));
    private static final List<String> TYPES = List.of("veriKey", "sigAuth", "other");

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aRandomHistoryOfOurRegistryGivesEqualDocumentsInEveryVersion(long seed) throws Exception {
        compare(
                new Random(seed),
                (local, chain) -> EthrDidRegistry.deploy(chain, actors(local).getFirst()));
    }

    @ParameterizedTest
    @ValueSource(longs = 3)
    void aRandomHistoryOfTheRegistryThatIsDeployedEverywhereDoesSoToo(long seed) throws Exception {
        compare(new Random(seed), (local, chain) -> {
            String source = Files.readString(NodePeer.file(DEPLOYED));
            Matcher bytecode =
                    Pattern.compile("bytecode: ['\"](0x[0-9a-f]+)['\"]").matcher(source);
            assertThat(bytecode.find()).isTrue();
            Address deployer = actors(local).getFirst().address();
            Object hash =
                    local.rpc("eth_sendTransaction", Map.of("from", deployer.toString(), "data", bytecode.group(1)));
            Receipt receipt = await().until(() -> chain.receipt(Hash32.of((String) hash)), Optional::isPresent)
                    .orElseThrow();
            return EthrDidRegistry.at(chain, receipt.contractAddress().orElseThrow());
        });
    }

    private interface Deployment {
        EthrDidRegistry in(LocalChain local, Chain chain) throws IOException;
    }

    private static List<LocalSigner> actors(LocalChain local) {
        return local.accounts().stream()
                .limit(3)
                .map(account -> LocalSigner.fromPrivateKey(account.privateKey()))
                .toList();
    }

    private static void compare(Random random, Deployment deployment) throws Exception {
        // In the past, so that short validities have ended by now and by now alone.
        LocalChain.Options past = LocalChain.Options.defaults().withTimestamp(Instant.parse("2025-01-01T00:00:00Z"));
        try (LocalChain local = LocalChain.start(past);
                Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            List<LocalSigner> actors = actors(local);
            EthrDidRegistry registry = deployment.in(local, chain);
            for (String name : NAMES) {
                registry.send(
                        actors.getFirst(),
                        actors.getFirst().address(),
                        EthrDidChange.setAttribute(name, utf8("https://hub.example/"), Duration.ofDays(1)));
            }
            long oneOfEach = local.blockNumber();
            play(random, local, registry, actors);
            EthrDidIndex index =
                    EthrDidIndex.of(registry, EventFollower.Options.from(1).withConfirmations(0));
            assertThat(index.update()).isGreaterThan(CALLS);

            List<Query> queries = queries(random, local, oneOfEach, registry, actors);
            List<?> theirs = resolveWithNode(local, registry, queries);
            EthrDidMethod method = EthrDidMethod.of(InstantSource.system(), index);
            assertThat(theirs).hasSameSizeAs(queries);
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < queries.size(); i++) {
                Query query = queries.get(i);
                Map<String, Object> ours = new HashMap<>(
                        method.resolve(query.did(), query.options()).json());
                Map<String, Object> other = new HashMap<>();
                ((Map<?, ?>) theirs.get(i)).forEach((name, value) -> other.put((String) name, value));
                for (Map<String, Object> result : List.of(ours, other)) {
                    result.remove("didResolutionMetadata"); // the media types differ
                }
                assertThat(canonical(ours)).as(query.toString()).isEqualTo(canonical(other));
                all.append(canonical(ours));
            }
            // What was compared had something of everything.
            assertThat(all)
                    .contains("#delegate-", "#service-", "#controllerKey", "keyAgreement")
                    .contains("publicKeyHex", "publicKeyBase64", "publicKeyBase58", "publicKeyPem")
                    .contains("\"deactivated\":true", "nextVersionId");
        }
    }

    @Test
    void theComparisonWouldSeeADifference() {
        assertThat(canonical(Map.of("a", 1L))).isNotEqualTo(canonical(Map.of("a", 2L)));
    }

    private record Query(Did did, String versionId) {
        ResolutionOptions options() {
            return versionId.isEmpty() ? ResolutionOptions.latest() : ResolutionOptions.versionId(versionId);
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("did", did.toString());
            if (!versionId.isEmpty()) {
                json.put("versionId", versionId);
            }
            return json;
        }
    }

    /** Owners change identities, send or sign, while time passes; some changes share a block, and one identity ends. */
    private static void play(Random random, LocalChain local, EthrDidRegistry registry, List<LocalSigner> actors) {
        Map<Address, LocalSigner> signers = new HashMap<>();
        actors.forEach(actor -> signers.put(actor.address(), actor));
        for (int call = 0; call < CALLS; call++) {
            Address identity = pick(random, actors).address();
            LocalSigner owner = signers.get(registry.owner(identity));
            // The older registry wants another nonce for some of what another owner signs.
            boolean signs = random.nextInt(4) == 0 && owner.address().equals(identity);
            if (random.nextInt(6) == 0 && signs) {
                inOneBlock(random, local, registry, owner, actors);
            } else if (signs) {
                registry.submit(pick(random, actors), registry.sign(owner, identity, change(random, actors)));
            } else {
                registry.send(owner, identity, change(random, actors));
            }
            if (random.nextInt(3) == 0) {
                local.increaseTime(Duration.ofMinutes(random.nextInt(90)));
                local.mine(1 + random.nextInt(2));
            }
        }
        Address identity = pick(random, actors).address();
        LocalSigner owner = signers.get(registry.owner(identity));
        Hash32 noText = Hash32.of(new byte[] {
            -1, -2, -3, -4, -5, -6, -7, -8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8
        });
        registry.contract().send(owner, "setAttribute", identity, noText, new byte[1], 100);
        inOneBlock(random, local, registry, owner, actors);
        registry.send(owner, identity, EthrDidChange.deactivate());
        if (registry.owner(identity).equals(identity)) { // in the older registry
            registry.send(signers.get(identity), identity, attribute(random));
        }
    }

    /** Two changes of the signer's own identity, one sent and one signed. */
    private static void inOneBlock(
            Random random, LocalChain local, EthrDidRegistry registry, LocalSigner owner, List<LocalSigner> actors) {
        Address identity = owner.address();
        if (!registry.owner(identity).equals(identity)) {
            return;
        }
        LocalSigner relayer = actors.stream()
                .filter(actor -> !actor.address().equals(identity))
                .findFirst()
                .orElseThrow();
        SignedEthrDidChange signed = registry.sign(owner, identity, attribute(random));
        EthrDidChange sent = attribute(random);
        local.setAutomine(false);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Receipt> first = threads.submit(() -> registry.send(owner, identity, sent));
            Future<Receipt> second = threads.submit(() -> registry.submit(relayer, signed));
            await().until(() -> Map.of("pending", "0x2", "queued", "0x0").equals(local.rpc("txpool_status")));
            local.mine(1);
            assertThat(first.get().blockNumber()).isEqualTo(second.get().blockNumber());
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            local.setAutomine(true);
        }
    }

    private static EthrDidChange attribute(Random random) {
        return EthrDidChange.setAttribute(pick(random, NAMES), pick(random, VALUES), Duration.ofDays(36_500));
    }

    private static EthrDidChange change(Random random, List<LocalSigner> actors) {
        Duration validity =
                random.nextInt(3) == 0 ? Duration.ofDays(36_500) : Duration.ofMinutes(1 + random.nextInt(120));
        String type = pick(random, TYPES);
        Address delegate = pick(random, actors).address();
        String name = pick(random, NAMES);
        byte[] value = pick(random, VALUES);
        return switch (random.nextInt(8)) {
            case 0 -> EthrDidChange.owner(delegate);
            case 1, 2 -> EthrDidChange.addDelegate(type, delegate, validity);
            case 3 -> EthrDidChange.revokeDelegate(type, delegate);
            case 4 -> EthrDidChange.revokeAttribute(name, value);
            default -> EthrDidChange.setAttribute(name, value, validity);
        };
    }

    private static List<Query> queries(
            Random random, LocalChain local, long oneOfEach, EthrDidRegistry registry, List<LocalSigner> actors) {
        List<Did> dids = new ArrayList<>();
        for (LocalSigner actor : actors) {
            dids.add(registry.did(actor.address()));
            dids.add(Did.parse("did:ethr:0x7a69:" + Hex.encode(actor.publicKey().compressed())));
        }
        dids.add(registry.did(registry.account().address())); // of which nothing is written
        List<Query> queries = new ArrayList<>();
        dids.forEach(did -> queries.add(new Query(did, "")));
        dids.forEach(did -> queries.add(new Query(did, Long.toString(oneOfEach))));
        for (int i = 0; i < MOST_VERSIONS; i++) {
            int block = random.nextInt((int) local.blockNumber() + 1);
            queries.add(new Query(pick(random, dids), Integer.toString(block)));
        }
        return queries;
    }

    private static List<?> resolveWithNode(LocalChain local, EthrDidRegistry registry, List<Query> queries) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("rpcUrl", local.rpcUrl().toString());
        input.put("chainId", local.chainId());
        input.put("registry", registry.account().address().toString());
        input.put("queries", queries.stream().map(Query::json).toList());
        return (List<?>) StrictJson.parse(NodePeer.ask("resolve-did.mjs", StrictJson.write(input)));
    }

    private static String canonical(Object value) {
        return new String(CanonicalJson.bytes(value), StandardCharsets.UTF_8);
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
