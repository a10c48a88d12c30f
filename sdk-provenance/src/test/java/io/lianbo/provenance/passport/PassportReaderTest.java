package io.lianbo.provenance.passport;

import static io.lianbo.provenance.TeaCake.CAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.checkpoint.Checkpoint;
import io.lianbo.provenance.checkpoint.NoteSigner;
import io.lianbo.provenance.checkpoint.SignedNote;
import io.lianbo.provenance.store.EventBatch;
import io.lianbo.provenance.store.EventLedger;
import io.lianbo.provenance.store.EventLedgerTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the quick reader reads, the patient one reads alike; and it believes nothing that the patient one refuses. */
class PassportReaderTest {

    private final PassportReader reader = new PassportReader();
    private final Random random = new Random(9162);

    private static List<Passport> passports() {
        EventLedger ledger = new EventLedger(new Random(7));
        TeaCake.history(CAKE).forEach(event -> ledger.record(CAKE, event));
        TeaCake.history(TeaCake.cake("CAKE-0002")).forEach(event -> ledger.record(TeaCake.cake("CAKE-0002"), event));
        EventBatch batch = ledger.closeBatch();
        Passport passport = batch.passport(CAKE, EventLedgerTest.anchored(batch.head(), TeaCake.BRAND));
        SignedNote checkpoint = Checkpoint.of("tea.example/log", batch.head())
                .sign(NoteSigner.account("tea.example/log", TeaCake.BRAND));
        return List.of(
                passport,
                passport.withCheckpoint(checkpoint),
                passport.withCredential(new PassportCredential("a", "x")),
                passport.withCheckpoint(checkpoint)
                        .withCredential(new PassportCredential("a", "x"))
                        .withCredential(new PassportCredential("b", "y\"z")));
    }

    @Test
    void readsWhatPassportsWrite() {
        for (Passport passport : passports()) {
            String json = passport.toJson();
            assertThat(reader.read(json))
                    .contains(Passport.parseHoweverSpelt(json))
                    .contains(passport);
            assertThat(reader.read(json.replace(",", " ,\n\t").replace("{", "{ ")))
                    .contains(passport);
        }
    }

    @Test
    void leavesWhatIsSpeltOtherwiseToThePatientReader() {
        Passport passport = passports().getFirst();
        String json = passport.toJson();
        String reordered =
                json.replace("\"type\":\"LianboPassport\",\"version\":1", "\"version\":1,\"type\":\"LianboPassport\"");
        String escaped = json.replace("\"LianboPassport\"", "\"\\u004cianboPassport\"");
        for (String other : List.of(reordered, escaped)) {
            assertThat(other).isNotEqualTo(json);
            assertThat(Passport.parse(other)).isEqualTo(passport);
        }
        assertThat(reader.read(reordered)).isEmpty();
        String half = json.replace("CAKE-0001", "CAKE-\ud800");
        assertThat(reader.read(half)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Passport.parse(half));
    }

    @Test
    void readsNothingThatThePatientReaderReadsOtherwise() {
        List<String> texts = passports().stream().map(Passport::toJson).toList();
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 4_000; i++) {
            String json = damaged(texts.get(random.nextInt(texts.size())));
            Optional<Passport> quick = reader.read(json);
            Optional<Passport> patient = patiently(json);
            if (quick.isPresent()) {
                assertThat(patient).as(json).isEqualTo(quick);
                read++;
            } else if (patient.isEmpty()) {
                refused++;
            }
        }
        assertThat(read).isGreaterThan(400);
        assertThat(refused).isGreaterThan(400);
    }

    @Test
    void readsLinksAsTheyAreReadElsewhere() {
        String json = passports().getFirst().toJson();
        String item = "\"item\":\"" + CAKE + "\"";
        for (String link : List.of(
                "https://tea.example/01/09506000134352/21/CAKE-0001",
                "https://tea.example/01/09506000134352/21/CAKE-0001/",
                "https://tea.example/01/09506000134352/21/CAKE%2D0001",
                "https://tea.example/01/09506000134352/21/CAKE-0001?x=1",
                "https://tea.example/01/09506000134352/21/a/21/b",
                "https://tea.example/01/09506000134352/21/",
                "https://tea.example/01/09506000134352/21/..",
                "https://tea.example/01/09506000134352/21/A~B",
                "https://tea.example/01/09506000134352/21/012345678901234567890",
                "https://tea.example/21/CAKE-0001",
                "https://tea.example/p/21/x/01/09506000134352/10/L/21/21",
                "https://tea.example/01/09506000134352/10/21/21/10",
                "https://TEA.example/01/9506000134352/21/X",
                "/21/X")) {
            String other = json.replace(item, "\"item\":\"" + link + "\"");
            assertThat(other).isNotEqualTo(json);
            assertThat(reader.read(other)).as(link).isEqualTo(patiently(other));
        }
    }

    private static Optional<Passport> patiently(String json) {
        try {
            return Optional.of(Passport.parseHoweverSpelt(json));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** With one byte changed, dropped, doubled or put elsewhere, or a few doubled. */
    private String damaged(String json) {
        StringBuilder text = new StringBuilder(json);
        int at = random.nextInt(text.length());
        String some = "0123456789abcdefABCDEFx\"\\{}[],: \n\u00e9";
        switch (random.nextInt(5)) {
            case 0 -> text.setCharAt(at, some.charAt(random.nextInt(some.length())));
            case 1 -> text.deleteCharAt(at);
            case 2 -> text.insert(at, some.charAt(random.nextInt(some.length())));
            case 3 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
            default -> text.insert(text.indexOf(",", at) + 1, ' ');
        }
        return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
