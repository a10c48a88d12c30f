package io.lianbo.examples.livesale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputReaderTest {

    @TempDir
    Path temporary;

    @Test
    void readsTheShippedFiles() {
        SaleInput input = InputReader.read(InputFolder.SHIPPED);

        assertThat(input.goods())
                .hasSize(3)
                .allSatisfy(goods -> assertThat(goods.history().value().orElseThrow())
                        .allSatisfy(
                                event -> assertThat(event.verify().isVerified()).isTrue()));
        assertThat(input.orders()).hasSize(3);
        assertThat(input.split()).hasSize(4);
        assertThat(input.arrival()).isBefore(input.shipBy());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sale.json", "viewers.json", "orders.json", "rules.json", "interactions.ndjson"})
    void namesAFileThatIsMissing(String file) {
        assertRefused(new InputFolder(temporary).delete(file), file + " is missing in ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sale.json", "viewers.json", "orders.json", "rules.json", "goods/cake-0001.json"})
    void namesAFileThatIsNoJson(String file) {
        assertRefused(new InputFolder(temporary).edit(file, text -> text + "}"), file);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sale.json            | "merchant": 6000        | "merchant": 6001      | sale.json: split must add up to 10000 basis points: 10001
            sale.json            | "merchant": 6000        | "merchant": -1        | sale.json: split.merchant must be an integer from 0 to 10000: -1
            sale.json            | "host": 2500            | "guest": 2500         | sale.json: unknown key split.guest, allowed are merchant, host, platform, viewers
            sale.json            | "host": "Xiao Yu"       | "host": " "           | sale.json: parties.host: must be 1 to 80 visible characters
            sale.json            | T22:00:00               | T19:00:00             | sale.json: show: endsAt must be after startsAt: 2026-11-24T19:00+08:00
            sale.json            | 2026-11-24T22:00:00     | tonight               | sale.json: show.endsAt: must be a time from 2000 to 2099 such as 2026-11-24T20:00:00+08:00: "tonight+08:00"
            sale.json            | live.lianbo.example"    | a b"                  | sale.json: show.domain:
            sale.json            | "symbol": "DUSD"        | "symbol": ""          | sale.json: currency.symbol: must be 1 to 80 visible characters
            sale.json            | "acceptWithinDays": 7   | "acceptWithinDays": 3 | sale.json: acceptWithinDays must be an integer from 4 to 366: 3
            sale.json            | "shipWithinDays": 5     | "shipWithinDays": 366 | sale.json: shipWithinDays must be over 366 days after the show's start: 366
            sale.json            | "decideWithinDays": 14  | "decideWithinDays": 0 | sale.json: decideWithinDays must be an integer from 1 to 366: 0
            sale.json            | "brand"                 | "cooperative"         | sale.json: issuers: "brand" must be among them, since it anchors the batch
            goods/set-0007.json  | "33.333333"             | "-33.333333"          | goods/set-0007.json: price: DUSD amount must be digits
            goods/set-0007.json  | "33.333333"             | "0"                   | goods/set-0007.json: price: must be 0.000001 DUSD to 1000000000.000000 DUSD: 0
            goods/set-0007.json  | "33.333333"             | 33.3                  | goods/set-0007.json: price must be a string: 33.3
            goods/set-0007.json  | "09506000134376"        | "09506000134377"      | goods/set-0007.json: gtin: GTIN must end in its check digit 6
            goods/set-0007.json  | "serial": "SET-0007"    | "serial": "CAKE-0001" | goods/set-0007.json: serial must be another than in the files before: CAKE-0001
            goods/set-0007.json  | 2026-06-11T10:40        | June                  | goods/set-0007.json: events[1].event: "eventTime" must be a time
            viewers.json         | "id": "bo"              | "id": "mei"           | viewers.json: [1]: id must be another than before: mei
            viewers.json         | "500.00"                | "50.00"               | orders.json: [0]: viewer "mei" has 50.000000 DUSD and orders for 259.000000 DUSD
            orders.json          | "viewer": "bo"          | "viewer": "nobody"    | orders.json: [1].viewer: there is no "nobody" in viewers.json
            orders.json          | CAKE-0002               | CAKE-0009             | orders.json: [1].item: there is no "CAKE-0009" in the files of goods
            orders.json          | CAKE-0002               | CAKE-0001             | orders.json: [1]: item is sold already: CAKE-0001
            orders.json          | LS-1002                 | LS-1001               | orders.json: [1]: id must be another than before: LS-1001
            orders.json          | true                    | "yes"                 | orders.json: [0]: delivered must be true or false: yes
            orders.json          | "confirmed": false      | "confirmed": "no"     | orders.json: [1]: confirmed must be true or false: no
            orders.json          | "11.111111"             | "33.333334"           | orders.json: [2]: givenBack must be the price of 33.333333 DUSD at most: 33.333334 DUSD
            orders.json          | "givenBack"             | "gives"               | orders.json: unknown key [2].gives, allowed are
            rules.json           | "points": 8             | "points": 0           | rules.json: scoring rules: interactions.comment.points must be
            interactions.ndjson  | "quantity":1,           | "quantity":0,         | interactions.ndjson: line
            """)
    void saysInOneSentenceWhatToMend(String file, String old, String fresh, String message) {
        assertRefused(new InputFolder(temporary).replace(file, old, fresh), message);
    }

    @Test
    void wantsAFolderWithGoods() throws IOException {
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> InputReader.read(temporary.resolve("nowhere")))
                .withMessage("there is no input folder " + temporary.resolve("nowhere"));
        InputFolder none = new InputFolder(temporary);
        for (String file : InputReader.goodsFiles(none.path())) {
            none.delete(file);
        }
        assertRefused(none, "goods: there must be at least one .json file in this folder");
        Files.delete(none.path().resolve("goods"));
        assertRefused(none, "goods: there is no such folder in ");
    }

    @Test
    void wantsViewersAndEvents() {
        assertRefused(
                new InputFolder(temporary).edit("viewers.json", text -> "[]"),
                "viewers.json must name at least one viewer");
    }

    @Test
    void wantsEventsOfEachItem() {
        assertRefused(
                new InputFolder(temporary)
                        .edit(
                                "goods/set-0007.json",
                                text -> text.substring(0, text.indexOf("\"events\"")) + "\"events\": []}"),
                "goods/set-0007.json: events must hold at least one event");
    }

    @Test
    void wantsTextInUtf8() throws IOException {
        InputFolder files = new InputFolder(temporary);
        Files.write(files.path().resolve("orders.json"), new byte[] {'[', (byte) 0xff, ']'});

        assertRefused(files, "orders.json must be text in UTF-8");
    }

    private static void assertRefused(InputFolder files, String start) {
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(files::read)
                .satisfies(e -> assertThat(e.getMessage()).startsWith(start).doesNotContain("\n"));
    }
}
