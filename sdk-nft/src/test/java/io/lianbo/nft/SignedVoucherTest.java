package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.json.JsonException;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedVoucherTest {

    private static final VoucherIssuer ISSUER = new VoucherIssuer(Samples.HOST, Samples.COLLECTION);
    private static final SignedVoucher SIGNED = ISSUER.issue(Samples.gift(7));

    @Test
    void travelsAsJson() {
        SignedVoucher signed = SIGNED;
        // @start region="json"
        String body = signed.toJson(); // into a QR code or an HTTP body
        SignedVoucher received = SignedVoucher.parse(body);
        // @end region="json"
        assertThat(received).isEqualTo(signed);
        assertThat(body)
                .isEqualTo("{\"collection\":\"eip155:8453:0x00000000000000000000000000000000000000cc\","
                        + "\"tokenId\":\"7\",\"recipient\":\"0x00000000000000000000000000000000000000AA\","
                        + "\"currency\":\"0x0000000000000000000000000000000000000000\",\"price\":\"0\","
                        + "\"validFrom\":0,\"validUntil\":1794427200,\"epoch\":3,"
                        + "\"minTier\":0,\"maxPerBuyer\":0,\"soulbound\":false,\"signature\":\"" + signed.signature()
                        + "\"}");
    }

    @Test
    void comesBackTheSameWhateverItHolds() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            SignedVoucher signed = ISSUER.issue(Samples.random(random));
            assertThat(SignedVoucher.parse(signed.toJson())).isEqualTo(signed);
        }
    }

    @Test
    void travelsWithTheShortFormOfTheSignature() {
        assertThat(SIGNED.signature().bytes()).hasSize(64);
        String longer = SIGNED.signature().ofKey().orElseThrow().toString(); // 65 bytes
        SignedVoucher same =
                SignedVoucher.parse(SIGNED.toJson().replace(SIGNED.signature().toString(), longer));

        assertThat(same.signature()).hasToString(longer);
        assertThat(same.signature().ofKey()).isEqualTo(SIGNED.signature().ofKey());
    }

    @Test
    void saysThatItIsABearersInAWord() {
        Voucher card =
                Voucher.bearer(BigInteger.ONE, TokenAmount.parse("0.1", Token.nativeCoin("ETH")), Samples.TONIGHT, 3);
        SignedVoucher signed = ISSUER.issue(card);

        assertThat(signed.toJson()).contains("\"recipient\":\"bearer\"");
        assertThat(SignedVoucher.parse(signed.toJson())).isEqualTo(signed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "collection",
                "tokenId",
                "recipient",
                "currency",
                "price",
                "validFrom",
                "validUntil",
                "epoch",
                "minTier",
                "maxPerBuyer",
                "soulbound",
                "signature"
            })
    void refusesAMissingKey(String key) {
        String json = SIGNED.toJson().replace('"' + key + '"', "\"x-" + key + '"');
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> SignedVoucher.parse(json))
                .withMessageContaining("x-" + key);
        String without = SIGNED.toJson()
                .replaceAll("\"" + key + "\":(\"[^\"]*\"|\\d+|false),?", "")
                .replace(",}", "}");
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> SignedVoucher.parse(without))
                .withMessage("voucher: missing key " + key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"tokenId\":\"7\"       | \"tokenId\":\"07\"                 | tokenId",
                "\"tokenId\":\"7\"       | \"tokenId\":\"-7\"                 | tokenId",
                "\"tokenId\":\"7\"       | \"tokenId\":\"0x7\"                | tokenId",
                "\"tokenId\":\"7\"       | \"tokenId\":7                      | tokenId",
                "\"tokenId\":\"7\"       | \"tokenId\":null                   | tokenId",
                "\"price\":\"0\"         | \"price\":\"1.5\"                  | price",
                "\"price\":\"0\"         | \"price\":\"0\",\"price\":\"0\"    | price",
                "\"price\":\"0\"         | \"price\":\"115792089237316195423570985008687907853269984665640564039457584007913129639936\" | price",
                "00000000AA              | 00000000Aa                         | recipient",
                "00000000AA              | 0000000000                         | recipient must not be the zero address",
                "00000000AA              | 00000000A                          | recipient",
                "eip155:8453             | eip155:08453                       | collection",
                "eip155:8453             | solana:8453                        | collection",
                "\"validUntil\":1794427200 | \"validUntil\":-1                | validUntil",
                "\"validUntil\":1794427200 | \"validUntil\":1794427200.5      | validUntil",
                "\"validUntil\":1794427200 | \"validUntil\":9223372036854775807 | validUntil",
                "\"validUntil\":1794427200 | \"validUntil\":\"1794427200\"    | validUntil",
                "\"epoch\":3             | \"epoch\":4294967296               | epoch",
                "\"epoch\":3             | \"epoch\":-1                       | epoch",
                "\"signature\":\"0x      | \"signature\":\"0x0                | signature",
                "\"validFrom\":0         | \"validFrom\":-1                    | validFrom",
                "\"validFrom\":0         | \"validFrom\":1794427201            | validUntil must not be before validFrom",
                "\"minTier\":0           | \"minTier\":256                     | minTier",
                "\"minTier\":0           | \"minTier\":-1                      | minTier",
                "\"maxPerBuyer\":0       | \"maxPerBuyer\":4294967296          | maxPerBuyer",
                "\"soulbound\":false     | \"soulbound\":0                     | soulbound",
                "\"soulbound\":false     | \"soulbound\":\"false\"             | soulbound",
                "\"soulbound\":false     | \"soulbound\":null                  | soulbound",
                "0x00000000000000000000000000000000000000AA | bearers          | recipient",
                "\"signature\":\"0x      | \"signature\":\"                   | signature",
            })
    void refusesAnotherValue(String part, String replacement, String inMessage) {
        String json = SIGNED.toJson().replace(part, replacement);
        assertThat(json).isNotEqualTo(SIGNED.toJson());
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> SignedVoucher.parse(json))
                .withMessageContaining(inMessage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"voucher\"", "{", "{}", "{} {}"})
    void refusesWhatIsNoVoucher(String json) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> SignedVoucher.parse(json))
                .withMessageStartingWith("voucher");
    }
}
