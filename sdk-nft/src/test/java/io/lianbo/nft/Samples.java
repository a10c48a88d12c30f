package io.lianbo.nft;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.crypto.LocalSigner;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Vouchers and who deals in them. */
public final class Samples {

    public static final LocalSigner HOST = LocalSigner.fromPrivateKey("0x" + "0".repeat(63) + "1");
    public static final LocalSigner STRANGER = LocalSigner.fromPrivateKey("0x" + "0".repeat(63) + "2");
    public static final Address VIEWER = Address.of("0x00000000000000000000000000000000000000aa");
    public static final AccountId COLLECTION =
            new AccountId(new ChainId(8453), Address.of("0x00000000000000000000000000000000000000cc"));
    public static final Instant TONIGHT = Instant.parse("2026-11-11T20:00:00Z");
    public static final BigInteger MAX_UINT256 = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    private Samples() {}

    /** A gift in epoch 3. */
    public static Voucher gift(long tokenId) {
        return Voucher.gift(BigInteger.valueOf(tokenId), VIEWER, TONIGHT, 3);
    }

    /** Any voucher at all, extremes more often than chance would have them. */
    public static Voucher random(Random random) {
        long one = second(random);
        long two = second(random);
        return new Voucher(
                uint256(random),
                random.nextInt(8) == 0 ? Optional.empty() : Optional.of(address(random)),
                random.nextBoolean() ? Address.ZERO : address(random),
                uint256(random),
                Instant.ofEpochSecond(Math.min(one, two)),
                Instant.ofEpochSecond(Math.max(one, two)),
                uint32(random),
                random.nextInt(8) == 0 ? 255 : random.nextInt(256),
                uint32(random),
                random.nextBoolean());
    }

    /** Any list of 1 to 20 rows. */
    public static VoucherList randomList(Random random) {
        long one = second(random);
        long two = second(random);
        return new VoucherList(
                uint256(random).shiftRight(1),
                Stream.generate(() -> address(random))
                        .limit(random.nextInt(1, 21))
                        .toList(),
                Instant.ofEpochSecond(Math.min(one, two)),
                Instant.ofEpochSecond(Math.max(one, two)),
                uint32(random),
                random.nextBoolean());
    }

    private static long second(Random random) {
        long latest = Instant.MAX.getEpochSecond();
        return random.nextInt(8) == 0 ? latest : random.nextLong(0, latest);
    }

    private static long uint32(Random random) {
        return random.nextInt(8) == 0 ? 0xffff_ffffL : random.nextLong(0, 0x1_0000_0000L);
    }

    private static BigInteger uint256(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> BigInteger.ZERO;
            case 1 -> MAX_UINT256;
            default -> new BigInteger(random.nextInt(1, 257), random);
        };
    }

    private static Address address(Random random) {
        byte[] bytes = new byte[20];
        random.nextBytes(bytes);
        return Address.of(bytes);
    }
}
