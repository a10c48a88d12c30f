package io.lianbo.nft.drop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What drop.yaml may say. */
class DropManifestTest {
    private static final String LEAST = """
            drop: tea-2026
            collection: eip155:8453:0x00000000000000000000000000000000000000cc
            """;

    @Test
    void fillsInWhatIsNotSaid() {
        assertThat(DropManifest.parse(LEAST))
                .isEqualTo(new DropManifest(
                        "tea-2026",
                        AccountId.parse("eip155:8453:0x00000000000000000000000000000000000000cc"),
                        "recipients.csv",
                        "external_id",
                        "address",
                        "token_id",
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        0,
                        false,
                        Optional.empty()));
    }

    @Test
    void readsAllThatCanBeSaid() {
        DropManifest manifest = DropManifest.parse(LEAST + """
                recipients: orders.csv
                columns: {external_id: order_no, address: wallet, token_id: number}
                first_token_id: 100
                assets: images
                valid_until: 2026-12-31T00:00:00Z
                soulbound: true
                min_tier: 2
                one_each: true
                max_fee: "0.25"
                """);
        assertThat(manifest.recipients()).isEqualTo("orders.csv");
        assertThat(manifest.externalIdColumn()).isEqualTo("order_no");
        assertThat(manifest.addressColumn()).isEqualTo("wallet");
        assertThat(manifest.tokenIdColumn()).isEqualTo("number");
        assertThat(manifest.firstTokenId()).isEqualTo(100);
        assertThat(manifest.assets()).contains("images");
        assertThat(manifest.validUntil()).contains(Instant.parse("2026-12-31T00:00:00Z"));
        assertThat(manifest.soulbound()).isTrue();
        assertThat(manifest.minTier()).isEqualTo(2);
        assertThat(manifest.oneEach()).isTrue();
        assertThat(manifest.maxFee()).contains(new BigInteger("250000000000000000"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drop: \"a b\"                     | drop.yaml: drop: a drop's name must be 1 to 100 visible ASCII",
                "collection: 0x00cc                | drop.yaml: collection: ",
                "recipients: ../secret.csv         | drop.yaml: recipients: it must name what lies beside drop.yaml: ../secret.csv (line 3, column 13)",
                "recipients: /etc/passwd           | recipients: it must name what lies beside drop.yaml",
                "recipients: C:\\secret            | recipients: it must name what lies beside drop.yaml",
                "assets: ''                        | assets: it must name what lies beside drop.yaml",
                "first_token_id: -1                | first_token_id must be an integer from 0",
                "first_token_id: 72057594037927936 | first_token_id must be an integer from 0",
                "first_token_id: '7'               | first_token_id must be an integer",
                "valid_until: tomorrow             | valid_until: must be a time such as",
                "valid_until: 2026-12-31T00:00:00.5Z | must be a whole second",
                "soulbound: yes                    | soulbound must be true or false",
                "min_tier: 256                     | min_tier must be an integer from 0 to 255: 256 (line 3, column 11)",
                "max_fee: 0.25                     | max_fee must be a string",
                "max_fee: '-1'                     | drop.yaml: max_fee: ",
                "columns: {address: external_id}   | drop.yaml: columns: they must have different names: external_id, external_id, token_id (line 3, column 10)",
                "columns: {wallet: x}              | unknown key columns.wallet, allowed are external_id, address",
                "receipients: x.csv                | drop.yaml: unknown key receipients, did you mean recipients? (line 3, column 1)",
                "minTier: 1                        | unknown key minTier, did you mean min_tier? (line 3, column 1)",
                "colour: green                     | unknown key colour, allowed are drop, collection",
                "columns: {adress: x}              | unknown key columns.adress, did you mean address? (line 3, column 11)",
            })
    void refusesWhatIsWrongByItsName(String line, String message) {
        String key = line.substring(0, line.indexOf(':'));
        String yaml = LEAST.replaceAll("(?m)^" + key + ":.*$", "") + line;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DropManifest.parse(yaml))
                .withMessageContaining(message);
    }

    @Test
    void needsNameAndCollection() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DropManifest.parse("drop: a"))
                .withMessageContaining("collection");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DropManifest.parse("- drop"))
                .withMessage("drop.yaml must be a mapping: an array");
        String nobody = LEAST.replace("00cc", "0000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DropManifest.parse(nobody))
                .withMessageContaining("zero address");
    }
}
