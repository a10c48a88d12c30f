package io.lianbo.nft.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.json.JsonException;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An offer is what its fields say, and travels as JSON without becoming another. */
class PassOfferTest {

    private static final LocalSigner HOST = LocalSigner.fromPrivateKey("0x" + "0".repeat(63) + "1");
    private static final AccountId CLUB =
            new AccountId(new ChainId(8453), Address.of("0x00000000000000000000000000000000000000cc"));

    /** Any offer that the contract can be asked about, extremes more often than chance would have them. */
    static PassOffer random(Random random) {
        byte[] account = new byte[Address.SIZE];
        random.nextBytes(account);
        return new PassOffer(
                Address.of(account),
                random.nextInt(1, 256),
                random.nextInt(4) == 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(
                                random.nextInt(4) == 0 ? Checks.MAX_SECONDS : random.nextLong(1, Checks.MAX_SECONDS))),
                random.nextBoolean() ? Address.ZERO : CLUB.address(),
                random.nextInt(4) == 0 ? Arguments.MAX_UINT256 : new BigInteger(random.nextInt(256), random),
                Instant.ofEpochSecond(random.nextLong(0, Instant.MAX.getEpochSecond())),
                random.nextInt(4) == 0 ? Arguments.MAX_UINT32 : random.nextLong(0, Arguments.MAX_UINT32));
    }

    @Test
    void isTheTypeThatTheContractSigns() {
        assertThat(PassOffer.type().encodeType())
                .isEqualTo("PassOffer(address account,uint8 tier,uint64 duration,address currency,uint256 price,"
                        + "uint64 validUntil,uint32 nonce)");
    }

    @Test
    void comesBackFromJsonAsItWas() {
        Random random = new Random(5643);
        for (int i = 0; i < 200; i++) {
            SignedPassOffer signed = random(random).sign(HOST, CLUB);
            assertThat(SignedPassOffer.parse(signed.toJson())).isEqualTo(signed);
            assertThat(SignedPassOffer.parse(signed.toJson()).digest()).isEqualTo(signed.digest());
        }
    }

    @Test
    void isReadStrictly() {
        String json = random(new Random(1)).sign(HOST, CLUB).toJson();
        assertRefused(json.replace("\"nonce\"", "\"nonse\""), "unknown key nonse");
        assertRefused(json.replaceFirst("\"tier\":\\d+", "\"tier\":0"), "tier must be an integer from 1 to 255: 0");
        assertRefused(json.replaceFirst("\"duration\":\\d+,", ""), "missing key duration");
        assertRefused(json.replaceFirst("\"duration\":\\d+", "\"duration\":1099511627776"), "duration must be");
        assertRefused(json.replaceFirst("\"price\":\"\\d+\"", "\"price\":\"01\""), "price must be");
        assertRefused(
                json.replaceFirst("\"account\":\"0x[0-9a-fA-F]+\"", "\"account\":\"" + Address.ZERO + "\""),
                "account: account must not be the zero address");
        assertRefused("[]", "must be a JSON object");
    }

    @Test
    void refusesFieldsOutOfRange() {
        PassOffer good = random(new Random(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> offer(good, Address.ZERO, good.tier(), good.nonce()))
                .withMessage("account must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> offer(good, good.account(), 256, good.nonce()))
                .withMessage("tier must be 1 to 255: 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> offer(good, good.account(), good.tier(), 1L << 32))
                .withMessage("nonce must be 0 to 4294967295: 4294967296");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PassOffer(
                        good.account(),
                        1,
                        Optional.of(Duration.ofMillis(1500)),
                        Address.ZERO,
                        BigInteger.ZERO,
                        good.validUntil(),
                        0))
                .withMessage("duration must be 1 to 2^40-1 whole seconds: PT1.5S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PassOffer(
                        good.account(),
                        1,
                        Optional.empty(),
                        Address.ZERO,
                        BigInteger.ZERO,
                        Instant.ofEpochSecond(-1),
                        0))
                .withMessage("validUntil must be a whole second from 1970 on: 1969-12-31T23:59:59Z");
    }

    private static PassOffer offer(PassOffer of, Address account, int tier, long nonce) {
        return new PassOffer(account, tier, of.duration(), of.currency(), of.price(), of.validUntil(), nonce);
    }

    private static void assertRefused(String json, String why) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> SignedPassOffer.parse(json))
                .withMessageContaining(why);
    }
}
