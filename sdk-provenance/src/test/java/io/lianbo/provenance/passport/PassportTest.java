package io.lianbo.provenance.passport;

import static io.lianbo.provenance.TeaCake.CAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.json.StrictJson;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.internal.Cbor;
import io.lianbo.provenance.store.EventBatch;
import io.lianbo.provenance.store.EventLedger;
import io.lianbo.provenance.store.EventLedgerTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassportTest {

    private static final Passport PASSPORT = passport();

    @Test
    void isReadBackFromItsJson() {
        // @start region="passport"
        String json = PASSPORT.toJson();
        assertThat(Passport.parse(json)).isEqualTo(PASSPORT);
        assertThat(Passport.parse(json).hash()).isEqualTo(PASSPORT.hash());
        // @end
    }

    @Test
    void isOnePassportInJsonAndInCbor() {
        // @start region="cbor"
        byte[] cbor = PASSPORT.toCbor(); // for a QR code's server, an NFC chip, a cache
        assertThat(Passport.parseCbor(cbor)).isEqualTo(PASSPORT);
        // @end
        assertThat(Passport.parseCbor(cbor).hash()).isEqualTo(PASSPORT.hash());
        assertThat(Passport.parse(Passport.parseCbor(cbor).toJson()).toCbor()).isEqualTo(cbor);
        assertThat(cbor.length).isLessThan(PASSPORT.toJson().length() * 6 / 10);
    }

    @Test
    void keepsALeafThatItsEventDoesNotGive() {
        List<Passport.Entry> entries = new ArrayList<>(PASSPORT.entries());
        Passport.Entry second = entries.get(1);
        entries.set(
                1,
                new Passport.Entry(
                        second.signed(), second.salt(), entries.get(2).leaf()));
        Passport odd = new Passport(CAKE, entries, PASSPORT.proof(), PASSPORT.anchor());
        assertThat(Passport.parseCbor(odd.toCbor())).isEqualTo(odd);
    }

    @Test
    void readsNoCborButItsOwn() {
        byte[] cbor = PASSPORT.toCbor();
        Object json = Cbor.decode(Cbor.encode(StrictJson.parse(PASSPORT.toJson()))); // texts for hashes, leaves told
        for (byte[] other : List.of(
                new byte[0],
                Arrays.copyOf(cbor, cbor.length - 1),
                Arrays.copyOf(cbor, cbor.length + 1),
                Cbor.encode("LianboPassport"),
                Cbor.encode(json),
                new byte[] {(byte) 0xbb, 0x7f, -1, -1, -1, -1, -1, -1, -1})) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Passport.parseCbor(other))
                    .withMessageStartingWith("passport must be ");
        }
    }

    @Test
    void hasAHashThatChangesWithHistoryAndAnchor() {
        Passport shorter = new Passport(CAKE, PASSPORT.entries().subList(0, 2), PASSPORT.proof(), PASSPORT.anchor());
        assertThat(shorter.hash()).isNotEqualTo(PASSPORT.hash());
        for (String part : List.of("\"root\":\"0x", "\"treeSize\":", "\"contract\":\"eip155:")) {
            String other = PASSPORT.toJson().replaceFirst(part + ".", part + "7");
            assertThat(Passport.parse(other).hash()).as(part).isNotEqualTo(PASSPORT.hash());
        }
    }

    @Test
    void hasOneHashHoweverItIsWritten() {
        String inOtherWords = PASSPORT.toJson()
                .replace("\"type\":\"ObjectEvent\"", "\"comment\":\"rain\",\"type\":\"ObjectEvent\"")
                .replace("https://tea.example", "https://cake.example");
        assertThat(Passport.parse(inOtherWords).hash()).isEqualTo(PASSPORT.hash());
    }

    @Test
    void hasAnEvent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Passport(CAKE, List.of(), PASSPORT.proof(), PASSPORT.anchor()))
                .withMessage("a passport must have at least one event");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"LianboPassport\" | \"Passport\" | type: must be LianboPassport: Passport",
                "\"version\":1 | \"version\":2 | version must be an integer from 1 to 1: 2",
                "\"version\":1 | \"vision\":1 | unknown key vision",
                "\"version\":1, | '' | missing key version",
                "01/09506000134352/10 | 01/09506000134353/10 | item: GTIN must end in its check digit 2",
                "\"salt\":\"0x | \"salt\":\"1x | events[0].salt",
                "\"leaf\":\"0x01 | \"leaf\":\"0x02 | events[0].leaf: leaf version must be 1: 2",
                "\"leaf\": | \"stray\":1,\"leaf\": | unknown key events[0].stray",
                "\"type\":\"ObjectEvent\" | \"type\":\"TeaEvent\" | events[0].event: event type must be",
                "\"leafIndex\":0 | \"leafIndex\":-1 | proof.leafIndex must be an integer from 0",
                "\"path\":[] | \"path\":[5] | proof.path[0] must be a string: 5",
                "\"path\":[] | \"path\":[\"0x5\"] | 0x5",
                "\"treeSize\":1 | \"treeSize\":0 | anchor.treeSize must be an integer from 1",
                "\"treeSize\":1 | \"treeSize\":99999999999999999999 | anchor.treeSize must be an integer from 1",
                "\"sequence\":0 | \"sequence\":-1 | anchor.sequence must be an integer from 0",
                "\"anchoredAt\":1 | \"anchoredAt\":-1 | anchor.anchoredAt must be an integer from 0",
                "\"contract\":\"eip155:31337 | \"contract\":\"bip122:31337 | anchor.contract",
            })
    void saysWhatIsWrongWithIt(String part, String replacement, String message) {
        String json = PASSPORT.toJson();
        assertThat(json).contains(part);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Passport.parse(json.replace(part, replacement)))
                .withMessageContaining(message);
    }

    private static Passport passport() {
        EventLedger ledger = new EventLedger(new Random(1));
        TeaCake.history(CAKE).forEach(event -> ledger.record(CAKE, event));
        EventBatch batch = ledger.closeBatch();
        return batch.passport(CAKE, EventLedgerTest.anchored(batch.head(), TeaCake.BRAND));
    }
}
