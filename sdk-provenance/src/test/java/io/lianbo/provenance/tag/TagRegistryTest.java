package io.lianbo.provenance.tag;

import static io.lianbo.provenance.TeaCake.CAKE;
import static io.lianbo.provenance.TeaCake.cake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One chip an item at a time, one item a chip for ever, in memory and in databases. */
class TagRegistryTest {
    private static final Instant MAY = Instant.parse("2026-05-01T08:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T08:00:00Z");
    private static final String CHIP = "04DE5F1EACC040";
    private static final String OTHER_CHIP = "04958CAA5C5E80";

    @TempDir
    private Path folder;

    private TagRegistry open(Store kind) {
        return kind == Store.MEMORY ? TagRegistry.inMemory() : JdbcTagRegistry.in(Databases.open(kind, folder));
    }

    private static String code(Verdict<TagBinding> verdict) {
        return verdict.reasons().getFirst().code();
    }

    @ParameterizedTest
    @EnumSource
    void bindsAChipToAnItem(Store kind) {
        Instant now = MAY;
        try (TagRegistry registry = open(kind)) {
            // @start region="bind"
            DigitalLink cake = DigitalLink.ofItem("09506000134352", "CAKE-0001");
            Verdict<TagBinding> bound = registry.bind("04DE5F1EACC040", cake, now);
            registry.replace(cake, "04958CAA5C5E80", now); // the first chip broke
            registry.retire("04958CAA5C5E80", now); // and the second came off
            // @end region="bind"
            assertThat(bound.value().orElseThrow()).isEqualTo(new TagBinding(CHIP, cake, MAY, null));
            assertThat(registry.find(CHIP)).contains(new TagBinding(CHIP, cake, MAY, MAY));
            assertThat(registry.find(OTHER_CHIP).orElseThrow().isActive()).isFalse();
            assertThat(registry.chipOf(cake)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysTheSameAgain(Store kind) {
        try (TagRegistry registry = open(kind)) {
            Verdict<TagBinding> first = registry.bind(CHIP, CAKE, MAY);
            assertThat(registry.bind(CHIP.toLowerCase(Locale.ROOT), CAKE, JUNE)).isEqualTo(first);
            assertThat(registry.replace(CAKE, CHIP, JUNE)).isEqualTo(first);
            assertThat(registry.chipOf(CAKE)).isEqualTo(first.value());
            assertThat(registry.chipOf(DigitalLink.parse(CAKE.canonical()))).isEqualTo(first.value());
            Verdict<TagBinding> retired = registry.retire(CHIP, MAY);
            assertThat(registry.retire(CHIP, JUNE)).isEqualTo(retired);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesASecondChipAndASecondItem(Store kind) {
        try (TagRegistry registry = open(kind)) {
            registry.bind(CHIP, CAKE, MAY);
            assertThat(registry.bind(CHIP, cake("CAKE-0002"), JUNE).reasons())
                    .containsExactly(new Verdict.Reason("CHIP_BOUND", "chip " + CHIP + " is on " + CAKE.canonical()));
            assertThat(registry.bind(OTHER_CHIP, CAKE, JUNE).reasons())
                    .containsExactly(
                            new Verdict.Reason("ITEM_HAS_CHIP", "chip " + CHIP + " is on " + CAKE.canonical()));
            assertThat(registry.find(OTHER_CHIP)).isEmpty();
            assertThat(code(registry.retire(OTHER_CHIP, JUNE))).isEqualTo("CHIP_UNKNOWN");
        }
    }

    @ParameterizedTest
    @EnumSource
    void bindsNoRetiredChipAgain(Store kind) {
        try (TagRegistry registry = open(kind)) {
            registry.bind(CHIP, CAKE, MAY);
            registry.retire(CHIP, MAY);
            assertThat(code(registry.bind(CHIP, CAKE, JUNE))).isEqualTo("CHIP_RETIRED");
            assertThat(code(registry.bind(CHIP, cake("CAKE-0002"), JUNE))).isEqualTo("CHIP_RETIRED");
            assertThat(registry.bind(OTHER_CHIP, CAKE, JUNE).isVerified()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheOldChipWhereTheNewOneIsRefused(Store kind) {
        try (TagRegistry registry = open(kind)) {
            registry.bind(CHIP, CAKE, MAY);
            registry.bind(OTHER_CHIP, cake("CAKE-0002"), MAY);
            assertThat(code(registry.replace(CAKE, OTHER_CHIP, JUNE))).isEqualTo("CHIP_BOUND");
            assertThat(registry.chipOf(CAKE).orElseThrow().uid()).isEqualTo(CHIP);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bindsManyAndSaysWhichNot(Store kind) {
        try (TagRegistry registry = open(kind)) {
            registry.bind("04000000000003", cake("CAKE-0009"), MAY);
            Map<String, DigitalLink> chips = new LinkedHashMap<>();
            for (int n = 5; n > 0; n--) {
                chips.put("0400000000000" + n, cake("CAKE-000" + n));
            }
            assertThat(registry.bindAll(chips, JUNE))
                    .extracting(Verdict::isVerified)
                    .containsExactly(true, true, false, true, true);
            assertThat(registry.find("04000000000005").orElseThrow().item()).isEqualTo(cake("CAKE-0005"));
        }
    }

    /** Of several who bind at once, one is told that he did. */
    @ParameterizedTest
    @EnumSource
    void letsOneOfManyBind(Store kind) throws Exception {
        try (TagRegistry registry = open(kind);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Verdict<TagBinding>>> bindings = new ArrayList<>();
            for (int n = 0; n < 8; n++) {
                String uid = "0400000000000" + n;
                bindings.add(threads.submit(() -> registry.bind(uid, CAKE, MAY)));
            }
            int bound = 0;
            for (Future<Verdict<TagBinding>> binding : bindings) {
                bound += binding.get().isVerified() ? 1 : 0;
            }
            assertThat(bound).isEqualTo(1);
        }
    }

    @Test
    void isThereAgainInAFile() {
        Path file = folder.resolve("tags.db");
        // @start region="jdbc"
        try (TagRegistry registry = JdbcTagRegistry.sqlite(file)) {
            registry.bind("04DE5F1EACC040", CAKE, MAY);
        }
        // @end region="jdbc"
        try (TagRegistry registry = JdbcTagRegistry.sqlite(file)) {
            assertThat(registry.chipOf(CAKE)).contains(new TagBinding(CHIP, CAKE, MAY, null));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatIsNoChipOrNoItem(Store kind) {
        try (TagRegistry registry = open(kind)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> registry.bind("04DE5F", CAKE, MAY))
                    .withMessage("a chip's UID must be 7 bytes in hex: 6 characters");
            assertThatIllegalArgumentException().isThrownBy(() -> registry.find("04DE5F1EACC04X"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> registry.bind(CHIP, DigitalLink.ofProduct("09506000134352"), MAY))
                    .withMessage("a chip must be on one item, whose link has a serial number: "
                            + "https://id.gs1.org/01/09506000134352");
        }
    }
}
