package io.lianbo.nft.drop;

import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractError;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.chain.Receipt;
import io.lianbo.nft.SignedVoucherList;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.VoucherList;
import io.lianbo.nft.VoucherRedeemer;
import io.lianbo.nft.internal.Answers;
import io.lianbo.nft.membership.MembershipPass;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tokens of a drop on the chain: what stands in their way, where they stand, and what mints them. */
final class DropTokens {

    /** Where a token stands. */
    enum Standing {
        /** Nobody has had it. */
        FREE,
        /** Its recipient has it. */
        MINTED,
        /** It was minted, and its recipient does not have it. */
        ELSEWHERE,
        /** What promised it was voided: it is never minted. */
        CANCELLED
    }

    private final DropManifest manifest;
    private final Chain chain;
    private final VoucherCollection collection;

    DropTokens(DropManifest manifest, Chain chain) {
        this.manifest = manifest;
        this.chain = chain;
        this.collection = VoucherCollection.at(chain, manifest.collection().address());
    }

    VoucherCollection collection() {
        return collection;
    }

    /** What keeps any of them from being minted with this issuer's signature. */
    List<Reason> obstacles(VoucherIssuer issuer) {
        List<Reason> found = new ArrayList<>();
        if (collection.isPaused()) {
            found.add(new Reason("PAUSED", "the collection is paused"));
        }
        if (!collection.isVoucherSigner(issuer.account())) {
            found.add(new Reason("WRONG_SIGNER", issuer.account() + " is no voucher signer of the collection"));
        }
        Instant now = chain.timestamp();
        manifest.validUntil()
                .filter(now::isAfter)
                .ifPresent(end -> found.add(new Reason("EXPIRED", "valid_until has passed: " + end)));
        if (manifest.minTier() > 0 && collection.membership().isEmpty()) {
            found.add(new Reason("NO_MEMBERSHIP", "min_tier asks for members, and the collection knows of none"));
        }
        return found;
    }

    /** The highest token that can be minted. */
    long highest() {
        long bound = collection.maxTokenId();
        return bound == 0 ? DropManifest.HIGHEST_TOKEN_ID : bound;
    }

    /** Where the tokens of rows stand, in few round trips. */
    Map<Long, Standing> standing(List<DropRow> rows) {
        List<Boolean> redeemed = answers(rows, "isRedeemed").stream()
                .map(answer -> Answers.required(answer).bool(0))
                .toList();
        List<DropRow> gone = new ArrayList<>();
        Map<Long, Standing> standing = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            standing.put(rows.get(i).tokenId(), Standing.FREE);
            if (redeemed.get(i)) {
                gone.add(rows.get(i));
            }
        }
        List<Verdict<AbiValues>> cancelled = answers(gone, "isCancelled");
        List<Verdict<AbiValues>> owners = answers(gone, "ownerOf");
        for (int i = 0; i < gone.size(); i++) {
            DropRow row = gone.get(i);
            boolean has = owners.get(i)
                    .value()
                    .map(owner -> owner.address(0).equals(row.recipient()))
                    .orElse(false);
            standing.put(
                    row.tokenId(),
                    Answers.required(cancelled.get(i)).bool(0)
                            ? Standing.CANCELLED
                            : has ? Standing.MINTED : Standing.ELSEWHERE);
        }
        return standing;
    }

    private List<Verdict<AbiValues>> answers(List<DropRow> rows, String view) {
        return rows.isEmpty()
                ? List.of()
                : chain.readAll(rows.stream()
                        .map(row -> collection.contract().call(view, row.tokenId()))
                        .toList());
    }

    /** Those of the rows whose recipients are not of the tier that the drop asks for. */
    Set<Long> belowTier(List<DropRow> rows) {
        Optional<Address> membership = manifest.minTier() == 0 ? Optional.empty() : collection.membership();
        if (membership.isEmpty()) {
            return Set.of();
        }
        Contract pass = MembershipPass.at(chain, membership.get()).contract();
        List<Verdict<AbiValues>> tiers = chain.readAll(
                rows.stream().map(row -> pass.call("tierOf", row.recipient())).toList());
        Set<Long> below = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            if (Answers.required(tiers.get(i)).uint(0).intValueExact() < manifest.minTier()) {
                below.add(rows.get(i).tokenId());
            }
        }
        return below;
    }

    /** Signs what mints a transaction's rows. */
    SignedVoucherList sign(DropChunk chunk, VoucherIssuer issuer) {
        Instant end =
                manifest.validUntil().orElseGet(() -> chain.timestamp().plus(Duration.ofDays(DropManifest.VALID_DAYS)));
        return issuer.issue(VoucherList.of(chunk.firstTokenId(), chunk.recipients(), end, collection.epoch())
                .withSoulbound(manifest.soulbound()));
    }

    /** What mints them; those that were minted before are passed over. */
    ContractCall call(DropChunk chunk) {
        return collection.redeemListCall(chunk.requireSigned(), true);
    }

    /** What a transaction passed over. */
    Map<Long, ContractError> passedOver(Receipt receipt, DropChunk chunk) {
        Map<Long, ContractError> passedOver = new HashMap<>();
        for (VoucherRedeemer.Row row :
                collection.redemption(receipt, chunk.tokenIds()).rows()) {
            row.refusal().ifPresent(error -> passedOver.put(row.tokenId().longValueExact(), error));
        }
        return passedOver;
    }

    /** Who got each of these tokens when it was minted, by the events since a block; those that were not minted since are left out. */
    Map<Long, Address> mintedTo(Set<Long> tokens, long fromBlock) {
        Map<Long, Address> recipients = new HashMap<>();
        EventQuery.of(collection.contract(), "Transfer").forEach(fromBlock, chain.blockNumber(), event -> {
            BigInteger token = event.uint("id");
            if (event.address("from").isZero()
                    && token.bitLength() < Long.SIZE
                    && tokens.contains(token.longValueExact())) {
                recipients.put(token.longValueExact(), event.address("to"));
            }
        });
        return recipients;
    }
}
