package io.lianbo.did.ethr;

import io.lianbo.core.ChainId;
import io.lianbo.core.LianboException;
import io.lianbo.core.chain.Block;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.ethr.EthrDidIndex.TimedEvent;
import io.lianbo.did.resolve.DidDocument;
import io.lianbo.did.resolve.DidMethod;
import io.lianbo.did.resolve.DocumentMetadata;
import io.lianbo.did.resolve.Resolution;
import io.lianbo.did.resolve.ResolutionError;
import io.lianbo.did.resolve.ResolutionOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code did:ethr}: an Ethereum address, or the secp256k1 key of one, with what an ERC-1056 registry says of it.
 *
 * <p>Documents are those of the {@code ethr-did-resolver} that the method's authors publish, made from an {@link EthrDidIndex} without asking the chain.
 * A version is a block: {@code versionId} gives the document as it was in it, {@code versionTime} as it was then. Only a {@code versionId} that is not
 * one of the identity's changes needs the chain, once, for that block's time.
 *
 * <p>Three differences, each where the other resolver's answer is no valid document: a service that is a bare JSON number, truth value or null, or nested
 * more than 64 deep, is given as its text; a base58 key of more than 256 bytes is left out; and an address whose checksum is wrong is {@code invalidDid}.
 *
 * {@snippet class="io.lianbo.did.ethr.EthrDidMethodTest" region="index"}
 */
public final class EthrDidMethod implements DidMethod {
    private static final Map<String, Long> NETWORKS = Map.of("", 1L, "mainnet", 1L, "sepolia", 11_155_111L);
    private static final Pattern BLOCK_NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final InstantSource clock;
    private final Map<String, EthrDidIndex> indexes;

    private EthrDidMethod(InstantSource clock, Map<String, EthrDidIndex> indexes) {
        this.clock = clock;
        this.indexes = Collections.unmodifiableMap(indexes);
    }

    /**
     * {@return the method}
     *
     * @param clock what time it is, for what expires
     * @param indexes one a chain; its network is the chain id in hex, and for two chains the name that everyone uses ({@code mainnet}, which is also
     *     what a DID without a network means, and {@code sepolia})
     * @throws IllegalArgumentException where two are of one chain
     */
    public static EthrDidMethod of(InstantSource clock, EthrDidIndex... indexes) {
        Map<String, EthrDidIndex> byNetwork = new LinkedHashMap<>();
        for (EthrDidIndex index : indexes) {
            if (byNetwork.put(EthrIdentifier.network(index.chainId()), index) != null) {
                throw new IllegalArgumentException("there must be one index a chain: " + index.chainId());
            }
        }
        NETWORKS.forEach((name, chain) -> {
            EthrDidIndex index = byNetwork.get(EthrIdentifier.network(new ChainId(chain)));
            if (index != null) {
                byNetwork.put(name, index);
            }
        });
        return new EthrDidMethod(clock, byNetwork);
    }

    @Override
    public String method() {
        return "ethr";
    }

    /**
     * {@inheritDoc}
     *
     * <p>Any address has a document, also one that the registry says nothing of. {@code notFound} for an unknown network, and for a version of which the
     * index knows nothing yet.
     */
    @Override
    public Resolution resolve(Did did, ResolutionOptions options) {
        Optional<EthrIdentifier> identifier = EthrIdentifier.parse(did);
        if (identifier.isEmpty()) {
            return Resolution.failed(
                    ResolutionError.INVALID_DID, "did:ethr must be an address or a compressed secp256k1 key: " + did);
        }
        EthrDidIndex index = indexes.get(identifier.get().network());
        if (index == null) {
            return Resolution.failed(ResolutionError.NOT_FOUND, "no registry is known for the network of " + did);
        }
        try {
            List<TimedEvent> history = index.history(identifier.get().address());
            return version(index, history, options)
                    .map(version -> resolve(did, identifier.get(), index.chainId(), history, version))
                    .orElseGet(() -> Resolution.failed(
                            ResolutionError.NOT_FOUND,
                            "versions are blocks up to " + index.head() + ", as decimal numbers, or times"));
        } catch (LianboException e) {
            return Resolution.failed(ResolutionError.INTERNAL_ERROR, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return Resolution.failed(ResolutionError.INVALID_DID_DOCUMENT, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Which events count, and what time it is for them.
     *
     * @param lastBlock whose events still count
     * @param lastTime when they must have happened
     * @param now at which time what expires must stand
     */
    private record Version(long lastBlock, Instant lastTime, Instant now) {
        boolean holds(TimedEvent event) {
            return event.block() <= lastBlock && !event.time().isAfter(lastTime);
        }
    }

    private Optional<Version> version(EthrDidIndex index, List<TimedEvent> history, ResolutionOptions options) {
        if (options.versionTime().isPresent()) {
            Instant time = options.versionTime().get();
            return time.isAfter(clock.instant())
                    ? Optional.empty()
                    : Optional.of(new Version(Long.MAX_VALUE, time, time));
        }
        if (options.versionId().isPresent()) {
            return block(index, options.versionId().get())
                    .flatMap(block -> time(index, history, block).map(time -> new Version(block, Instant.MAX, time)));
        }
        return Optional.of(new Version(Long.MAX_VALUE, Instant.MAX, clock.instant()));
    }

    private static Optional<Long> block(EthrDidIndex index, String versionId) {
        return Optional.of(versionId)
                .filter(text -> BLOCK_NUMBER.matcher(text).matches())
                .map(Long::valueOf)
                .filter(block -> block <= index.head());
    }

    private static Optional<Instant> time(EthrDidIndex index, List<TimedEvent> history, long block) {
        return history.stream()
                .filter(event -> event.block() == block)
                .findFirst()
                .map(TimedEvent::time)
                .or(() -> index.chain().block(block).map(Block::timestamp));
    }

    private static Resolution resolve(
            Did did, EthrIdentifier identifier, ChainId chain, List<TimedEvent> history, Version version) {
        EthrDocument document = new EthrDocument(did, chain, identifier, version.now());
        DocumentMetadata metadata = DocumentMetadata.none();
        for (TimedEvent event : history) {
            if (!version.holds(event)) {
                metadata = metadata.withNextVersion(Long.toString(event.block()), event.time());
                break;
            }
            document.add(event.event());
            metadata = metadata.withVersion(Long.toString(event.block()), event.time());
            if (document.isDeactivated()) {
                metadata = metadata.asDeactivated();
                break; // what was written afterwards was written by nobody
            }
        }
        return Resolution.of(DidDocument.parse(StrictJson.write(document.json())), metadata);
    }
}
