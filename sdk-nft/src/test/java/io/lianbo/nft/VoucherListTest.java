package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.json.JsonException;
import io.lianbo.core.json.StrictJson;
import io.lianbo.core.typeddata.TypedData;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoucherListTest {

    private static final VoucherIssuer ISSUER = new VoucherIssuer(Samples.HOST, Samples.COLLECTION);
    private static final VoucherList LIST =
            VoucherList.of(BigInteger.TEN, List.of(Samples.VIEWER, Samples.STRANGER.address()), Samples.TONIGHT, 3);
    private static final SignedVoucherList SIGNED = ISSUER.issue(LIST);

    @Test
    void isTheStructOfTheContract() {
        assertThat(VoucherList.type().encodeType())
                .isEqualTo("VoucherList(uint256 firstTokenId,address[] recipients,uint64 validFrom,uint64 validUntil,"
                        + "uint32 epoch,bool soulbound)");
    }

    @Test
    void hasTheDigestThatAWalletComputes() {
        Random random = new Random(20261111);
        for (int i = 0; i < 100; i++) {
            VoucherList list = Samples.randomList(random);
            String typedData = """
                    {
                      "types": {
                        "EIP712Domain": [
                          {"name": "name", "type": "string"},
                          {"name": "version", "type": "string"},
                          {"name": "chainId", "type": "uint256"},
                          {"name": "verifyingContract", "type": "address"}
                        ],
                        "VoucherList": [
                          {"name": "firstTokenId", "type": "uint256"},
                          {"name": "recipients", "type": "address[]"},
                          {"name": "validFrom", "type": "uint64"},
                          {"name": "validUntil", "type": "uint64"},
                          {"name": "epoch", "type": "uint32"},
                          {"name": "soulbound", "type": "bool"}
                        ]
                      },
                      "primaryType": "VoucherList",
                      "domain": {
                        "name": "Lianbo Voucher", "version": "1", "chainId": 8453, "verifyingContract": "%s"
                      },
                      "message": {
                        "firstTokenId": "%s", "recipients": %s, "validFrom": %d, "validUntil": %d, "epoch": %d,
                        "soulbound": %s
                      }
                    }
                    """.formatted(
                    Samples.COLLECTION.address(),
                    list.firstTokenId(),
                    StrictJson.write(
                            list.recipients().stream().map(Address::toString).toList()),
                    list.validFrom().getEpochSecond(),
                    list.validUntil().getEpochSecond(),
                    list.epoch(),
                    list.soulbound());
            assertThat(list.digest(Samples.COLLECTION))
                    .isEqualTo(TypedData.parse(typedData).digest());
        }
    }

    @Test
    void numbersItsRows() {
        assertThat(LIST.tokenIds()).containsExactly(BigInteger.TEN, BigInteger.valueOf(11));
    }

    @Test
    void travelsAsJson() {
        assertThat(SIGNED.toJson())
                .isEqualTo("{\"collection\":\"eip155:8453:0x00000000000000000000000000000000000000cc\","
                        + "\"firstTokenId\":\"10\",\"recipients\":[\"0x00000000000000000000000000000000000000AA\",\""
                        + Samples.STRANGER.address() + "\"],\"validFrom\":0,\"validUntil\":1794427200,\"epoch\":3,"
                        + "\"soulbound\":false,\"signature\":\"" + SIGNED.signature() + "\"}");
        Random random = new Random(8);
        for (int i = 0; i < 100; i++) {
            SignedVoucherList signed = ISSUER.issue(Samples.randomList(random));
            assertThat(SignedVoucherList.parse(signed.toJson())).isEqualTo(signed);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"firstTokenId\":\"10\" | \"firstTokenId\":10    | firstTokenId",
                "\"firstTokenId\":\"10\" | \"firstTokenId\":\"115792089237316195423570985008687907853269984665640564039457584007913129639935\" | last token id",
                "00000000AA              | 0000000000             | recipient of row 0 must not be the zero address",
                "00000000AA              | 00000000Aa             | recipients[0]",
                "\"validUntil\":1794427200 | \"validUntil\":-1    | validUntil",
                "\"epoch\":3             | \"epoch\":4294967296   | epoch",
                "\"soulbound\":false     | \"soulbound\":0        | soulbound",
                "\"soulbound\":false     | \"soulbound\":false,\"minTier\":0 | minTier",
                "\"soulbound\":false,    | ``                     | missing key soulbound",
                "\"signature\":\"0x      | \"signature\":\"       | signature",
            })
    void refusesAnotherDocument(String part, String replacement, String inMessage) {
        String json = SIGNED.toJson().replace(part, replacement);
        assertThat(json).isNotEqualTo(SIGNED.toJson());
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> SignedVoucherList.parse(json))
                .withMessageContaining(inMessage);
    }

    @Test
    void refusesRowsThatNoContractCouldRedeem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VoucherList.of(BigInteger.ONE, List.of(), Samples.TONIGHT, 0))
                .withMessage("a list must have 1 to 10000 rows: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VoucherList.of(
                        BigInteger.ONE,
                        Collections.nCopies(VoucherList.MOST_ROWS + 1, Samples.VIEWER),
                        Samples.TONIGHT,
                        0))
                .withMessageContaining("10001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LIST.withValidity(Samples.TONIGHT.plusSeconds(1), Samples.TONIGHT))
                .withMessageContaining("validUntil must not be before validFrom");
        assertThat(LIST.withSoulbound(true).withValidity(Samples.TONIGHT, Samples.TONIGHT))
                .isEqualTo(
                        new VoucherList(BigInteger.TEN, LIST.recipients(), Samples.TONIGHT, Samples.TONIGHT, 3, true));
    }

    @Test
    void keepsWhatIsNoSignatureOut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VoucherSignature.ofContract(new byte[0]))
                .withMessage("a signature must be 1 to 8192 bytes: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VoucherSignature.ofContract(new byte[VoucherSignature.MOST_BYTES + 1]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VoucherSignature.parse("0x" + "00".repeat(VoucherSignature.MOST_BYTES + 1)));
        assertThat(SIGNED.signature().bytes()).isNotSameAs(SIGNED.signature().bytes());
    }
}
