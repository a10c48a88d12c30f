package io.lianbo.nft.airdrop;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.nft.airdrop.AirdropPlan.Duplicate;
import io.lianbo.nft.internal.ChunkSize;
import io.lianbo.nft.internal.GasModel;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Cuts an airdrop to any number of accounts into transactions within a chain's limits, by default {@link AirdropLimits#ethereum}.
 *
 * {@snippet class="io.lianbo.nft.airdrop.AirdropPlannerTest" region="plan"}
 *
 * <p>Each transaction has a key of its own, so that it happens once, however often it is sent; {@link io.lianbo.core.tx.TxClient} takes
 * care of that, and after a crash the same plan is made and handed in again:
 *
 * {@snippet class="io.lianbo.nft.airdrop.AirdropPlannerTest" region="send"}
 *
 * <p>An airdrop is known by its name: two shows with the same audience are two names, and so is a list that was changed after some of it
 * was sent, with only those on it who are still to get something. Plans ask nothing of a chain. Unchangeable, and safe for use by many
 * threads.
 */
public final class AirdropPlanner {

    /** The longest name. */
    public static final int LONGEST_NAME = 100;

    private final String name;
    private final AirdropLimits limits;

    private AirdropPlanner(String name, AirdropLimits limits) {
        this.name = name;
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /**
     * Returns the planner of one airdrop.
     *
     * @param name what it is known by, such as {@code show-2026-11-11}: 1 to {@value #LONGEST_NAME} visible ASCII characters
     */
    public static AirdropPlanner named(String name) {
        if (!name.matches("[!-~]{1," + LONGEST_NAME + "}")) {
            throw new IllegalArgumentException("an airdrop's name must be 1 to " + LONGEST_NAME
                    + " visible ASCII characters, not " + name.length() + " of \""
                    + name.substring(0, Math.min(name.length(), 40)) + '"');
        }
        return new AirdropPlanner(name, AirdropLimits.ethereum());
    }

    /** Returns the same with other limits. */
    public AirdropPlanner withLimits(AirdropLimits limits) {
        return new AirdropPlanner(name, limits);
    }

    /**
     * Plans a badge for each recipient. The order of the recipients does not matter: the plan sorts them.
     *
     * @param collection a {@link io.lianbo.nft.BadgeCollection}
     * @throws IllegalArgumentException if there are no recipients, one is zero, one is named twice and that is refused, or the limits do not
     *     suffice for one
     */
    public AirdropPlan<BadgeChunk> badges(AccountId collection, List<Address> recipients, Duplicates duplicates) {
        List<Duplicate> passedOver = new ArrayList<>();
        List<Address> sorted =
                distinct(recipients, duplicates, passedOver).stream().sorted().toList();
        GasModel model = GasModel.badges(limits.codeBytes());
        List<Part> parts = parts(sorted, model);
        Hash32 hash = hash("badges", collection, BigInteger.ZERO, parts);
        List<BadgeChunk> chunks = new ArrayList<>(parts.size());
        for (Part part : parts) {
            int index = chunks.size();
            chunks.add(new BadgeChunk(
                    collection, name, index, key(hash, index), part.recipients, part.gas, part.callDataBytes));
        }
        return new AirdropPlan<>(name, collection, chunks, passedOver, hash);
    }

    /**
     * Plans a token for each recipient, in the order given, under ids that run on, by voucher lists that are still to be signed.
     *
     * @param collection a {@link io.lianbo.nft.VoucherCollection}
     * @param firstTokenId the first recipient's token, 0 to 2^256-1
     * @throws IllegalArgumentException if there are no recipients, one is zero, one is named twice and that is refused, the ids do not
     *     suffice, or the limits do not suffice for one
     */
    public AirdropPlan<VoucherListChunk> voucherLists(
            AccountId collection, BigInteger firstTokenId, List<Address> recipients, Duplicates duplicates) {
        List<Duplicate> passedOver = new ArrayList<>();
        List<Address> each = distinct(recipients, duplicates, passedOver);
        BigInteger lastTokenId = firstTokenId.add(BigInteger.valueOf(each.size() - 1L));
        if (firstTokenId.signum() < 0 || lastTokenId.bitLength() > 256) {
            throw new IllegalArgumentException(
                    "token ids must be 0 to 2^256-1: " + firstTokenId + " to " + lastTokenId);
        }
        List<Part> parts = parts(each, GasModel.voucherList(lastTokenId));
        Hash32 hash = hash("voucher lists", collection, firstTokenId, parts);
        List<VoucherListChunk> chunks = new ArrayList<>(parts.size());
        BigInteger next = firstTokenId;
        for (Part part : parts) {
            int index = chunks.size();
            chunks.add(new VoucherListChunk(
                    collection, name, index, key(hash, index), next, part.recipients, part.gas, part.callDataBytes));
            next = next.add(BigInteger.valueOf(part.recipients.size()));
        }
        return new AirdropPlan<>(name, collection, chunks, passedOver, hash);
    }

    private static List<Address> distinct(List<Address> recipients, Duplicates duplicates, List<Duplicate> passedOver) {
        Objects.requireNonNull(duplicates, "duplicates");
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("an airdrop needs one recipient or more: 0");
        }
        Map<Address, Integer> places = HashMap.newHashMap(recipients.size());
        List<Address> each = new ArrayList<>(recipients.size());
        int place = 0;
        for (Address recipient : recipients) {
            if (recipient.isZero()) {
                throw new IllegalArgumentException("the recipient at " + place + " must not be the zero address");
            }
            Integer first = places.putIfAbsent(recipient, place);
            if (first == null) {
                each.add(recipient);
            } else if (duplicates == Duplicates.REFUSE) {
                throw new IllegalArgumentException(
                        "an airdrop names each recipient once: " + recipient + " is at " + first + " and at " + place);
            } else {
                passedOver.add(new Duplicate(recipient, first, place));
            }
            place++;
        }
        return each;
    }

    /** As many recipients in each as the limits allow. */
    private List<Part> parts(List<Address> recipients, GasModel model) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        while (from < recipients.size()) {
            ChunkSize size = new ChunkSize(model, limits.gas(), limits.callDataBytes());
            int to = from;
            while (to < recipients.size() && size.add(recipients.get(to))) {
                to++;
            }
            if (to == from) {
                long callDataGas = GasModel.callDataGas(GasModel.nonZeroBytes(recipients.get(to)));
                throw new IllegalArgumentException("the limits must allow one recipient, which takes "
                        + GasModel.limitFor(model.gas(1, callDataGas)) + " gas and " + model.bytes(1)
                        + " bytes of call data: " + limits);
            }
            parts.add(new Part(recipients.subList(from, to), size.gas(), size.bytes()));
            from = to;
        }
        return parts;
    }

    /** Over every field with its length or in a fixed size, so that no two plans run into the same bytes. */
    private Hash32 hash(String kind, AccountId collection, BigInteger firstTokenId, List<Part> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String text : List.of("Lianbo airdrop 1", kind, name, collection.toString(), firstTokenId.toString())) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(fourBytes(encoded.length));
            bytes.writeBytes(encoded);
        }
        bytes.writeBytes(fourBytes(parts.size()));
        for (Part part : parts) {
            bytes.writeBytes(fourBytes(part.recipients.size()));
            part.recipients.forEach(recipient -> bytes.writeBytes(recipient.bytes()));
        }
        return Keccak256.hash(bytes.toByteArray());
    }

    private static Hash32 key(Hash32 plan, int index) {
        return Keccak256.hash(plan.bytes(), fourBytes(index));
    }

    private static byte[] fourBytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private record Part(List<Address> recipients, long gas, int callDataBytes) {}
}
