package io.lianbo.benchmarks.subject;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.nft.Voucher;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/** A show's vouchers: each for another viewer, at another price. */
final class Vouchers {

    static final AccountId COLLECTION =
            new AccountId(new ChainId(8453), Address.of("0x00000000000000000000000000000000000000cc"));
    static final Instant SHOW = Instant.parse("2026-11-24T20:00:00Z");
    static final int EPOCH = 3;

    private Vouchers() {}

    static LocalSigner host() {
        return LocalSigner.fromPrivateKey("0x" + "11".repeat(32));
    }

    static Voucher voucher(int number) {
        return new Voucher(
                BigInteger.valueOf(1_000_000L + number),
                Optional.of(Address.of("0x%040x".formatted(0xaaaa_0000L + number))),
                Address.ZERO,
                BigInteger.TEN.pow(16).multiply(BigInteger.valueOf(1 + number % 97)),
                SHOW.minusSeconds(60),
                SHOW.plusSeconds(3600),
                EPOCH,
                number % 3,
                1,
                number % 2 == 0);
    }

    /** The voucher as a wallet gets it from {@code eth_signTypedData_v4}, which is also what web3j reads. */
    static String typedData(Voucher voucher) {
        return """
                {"types": {
                   "EIP712Domain": [
                     {"name": "name", "type": "string"}, {"name": "version", "type": "string"},
                     {"name": "chainId", "type": "uint256"}, {"name": "verifyingContract", "type": "address"}],
                   "Voucher": [
                     {"name": "tokenId", "type": "uint256"}, {"name": "recipient", "type": "address"},
                     {"name": "currency", "type": "address"}, {"name": "price", "type": "uint256"},
                     {"name": "validFrom", "type": "uint64"}, {"name": "validUntil", "type": "uint64"},
                     {"name": "epoch", "type": "uint32"}, {"name": "minTier", "type": "uint8"},
                     {"name": "maxPerBuyer", "type": "uint32"}, {"name": "soulbound", "type": "bool"}]},
                 "primaryType": "Voucher",
                 "domain": {"name": "Lianbo Voucher", "version": "1", "chainId": %d, "verifyingContract": "%s"},
                 "message": {"tokenId": "%d", "recipient": "%s", "currency": "%s", "price": "%d", "validFrom": %d,
                             "validUntil": %d, "epoch": %d, "minTier": %d, "maxPerBuyer": %d, "soulbound": %s}}""".formatted(
                        COLLECTION.chainId().value(),
                        COLLECTION.address(),
                        voucher.tokenId(),
                        voucher.recipient().orElseThrow(),
                        voucher.currency(),
                        voucher.price(),
                        voucher.validFrom().getEpochSecond(),
                        voucher.validUntil().getEpochSecond(),
                        voucher.epoch(),
                        voucher.minTier(),
                        voucher.maxPerBuyer(),
                        voucher.soulbound());
    }
}
