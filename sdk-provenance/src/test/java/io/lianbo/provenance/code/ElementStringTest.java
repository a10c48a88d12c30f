package io.lianbo.provenance.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementStringTest {

    @Test
    void readsWhatAScannerSends() {
        // @start region="elements"
        ElementString scanned = ElementString.parseScanned("]d201095060001343521728123110SPRING-26\u001d21CAKE-0001");
        assertThat(scanned).hasToString("(01)09506000134352(17)281231(10)SPRING-26(21)CAKE-0001");
        assertThat(scanned.value("10")).contains("SPRING-26");
        assertThat(DigitalLinkUri.of(scanned))
                .hasToString("https://id.gs1.org/01/09506000134352/10/SPRING-26/21/CAKE-0001?17=281231");
        // @end
        assertThat(scanned.toScanned()).isEqualTo("01095060001343521728123110SPRING-26\u001d21CAKE-0001");
        assertThat(ElementString.parse(scanned.toString())).isEqualTo(scanned);
        assertThat(scanned.value("22")).isEmpty();
    }

    @Test
    void givesNumbersAndDates() {
        // @start region="element"
        assertThat(new Element("3103", "000195").decimal()).contains(new BigDecimal("0.195")); // kilograms
        assertThat(new Element("15", "280200").date(2026))
                .contains(LocalDate.of(2028, 2, 29)); // best before end of February
        // @end
        assertThat(new Element("3922", "0299").decimal()).contains(new BigDecimal("2.99"));
        assertThat(new Element("3932", "9780299").decimal()).contains(new BigDecimal("2.99"));
        assertThat(new Element("3100", "000195").decimal()).contains(new BigDecimal("195"));
        assertThat(new Element("3941", "0125").decimal()).contains(new BigDecimal("12.5"));
        assertThat(new Element("30", "195").decimal()).isEmpty();
        assertThat(new Element("10", "280200").date(2026)).isEmpty();
        assertThat(new Element("7250", "19991231").date(2026)).contains(LocalDate.of(1999, 12, 31));
        assertThat(new Element("7003", "2812312359").date(2026)).contains(LocalDate.of(2028, 12, 31));
    }

    /** General Specifications 7.12: 51 to 99 years ahead are the century before, 50 to 99 years back the one after. */
    @ParameterizedTest
    @CsvSource({
        "2026, 76, 2076",
        "2026, 77, 1977",
        "2026, 00, 2000",
        "2026, 26, 2026",
        "2026, 99, 1999",
        "2060, 10, 2110",
        "2060, 11, 2011",
        "2060, 09, 2109",
        "2060, 99, 2099",
        "1999, 49, 2049",
        "1999, 50, 1950",
        "2099, 49, 2149",
        "2000, 50, 2050",
        "2000, 51, 1951",
    })
    void findsTheCenturyOfADate(int now, String year, int expected) {
        assertThat(new Element("17", year + "0101").date(now)).contains(LocalDate.of(expected, 1, 1));
    }

    /** Published by GS1, most in the General Specifications. */
    @ParameterizedTest
    @CsvSource({
        "8013, 1987654Ad4X4bL5ttr2310c2K",
        "8013, 12345_ABCDEFGHIJKLMCP",
        "8013, 12345_nopqrstuvwxyzP2",
        "8013, '12345_!\"%&''()*+,-./LC'",
        "8013, 12345_0123456789:;<=>?62",
        "8013, 7907665Bm8v2AB",
        "8013, 149512464PM+GH",
        "8013, 99999zzzzzzzzzzzzzzzzzzT2",
        "00, 006141411234567890",
        "00, 952012345678912345",
        "01, 12312312312333",
        "01, 00000002345673",
        "253, 1231231231232TEST5678901234567",
        "253, 1231231231232",
        "255, 9526064000028000001",
        "414, 9520123456788",
        "8003, 04012345111118988",
        "8004, 9520614141234567",
        "8006, 095201234567880102",
        "8010, 0200",
        "8018, 123456789012345675",
        "8017, 795260646688514634",
        "402, 95201234567891235",
        "401, 95201234567891235",
        "7040, 1ABC",
        "8007, GB29NWBK60161331926819",
        "4309, 02790858483015297971",
        "4326, 260228",
        "7258, 1/2",
        "8030, AbC-_9=",
        "4300, Tea%20House",
        "8001, 12341234512390",
    })
    void acceptsPublishedValues(String ai, String value) {
        assertThat(new Element(ai, value).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 'there is no application identifier (1)'",
        "89, 1, 'there is no application identifier (89)'",
        "'', 1, 'there is no application identifier ()'",
        "٠١, 1, 'there is no application identifier (\\u0660\\u0661)'",
        "3106, 000001, 'there is no application identifier (3106)'",
        "01, 9520123456788, '(01) must be 14 digits: 9520123456788'",
        "01, 09520123456789, '(01) must end in its check digit 8: 09520123456789'",
        "01, 0952012345678٨, '(01) must be 14 digits: 0952012345678\\u0668'",
        "00, 006141411234567891, '(00) must end in its check digit 0'",
        "253, 1231231231233TEST, '(253) must end in its check digit 2, from its character 1 on,: 1231231231233TEST'",
        "253, 1231231231232TEST56789012345678, '(253) must be 13 digits and perhaps 1 to 17 characters of GS1''s set 82'",
        "255, 1231231231232X, '(255) must be 13 digits and perhaps 1 to 12 digits'",
        "10, '', '(10) must be 1 to 20 characters of GS1''s set 82: '",
        "10, 123456789012345678901, '(10) must be 1 to 20 characters of GS1''s set 82'",
        "10, tea cake, '(10) must be 1 to 20 characters of GS1''s set 82: tea cake'",
        "10, A#B, '(10) must be 1 to 20 characters of GS1''s set 82: A#B'",
        "17, 281331, '(17) must be a date, YYMMDD, whose day may be 00: 281331'",
        "17, 260229, '(17) must be a date'",
        "17, 260001, '(17) must be a date'",
        "4326, 260200, '(4326) must be a date, YYMMDD: 260200'",
        "7003, 2602282400, '(7003) must be a time, HHMM, from its character 7 on,: 2602282400'",
        "7007, 260228260, '(7007) must be 6 digits and perhaps 6 digits'",
        "8003, 14012345111118, '(8003) must be 0'",
        "8006, 095201234567880201, '(8006) must be the number of a piece'",
        "8006, 095201234567880001, '(8006) must be the number of a piece'",
        "8004, 952X, '(8004) must begin with a GS1 Company Prefix'",
        "8010, 9520abc, '(8010) must be 1 to 30 characters of GS1''s set 39: 9520abc'",
        "8011, 01, '(8011) must have no leading zero: 01'",
        "8013, 1987654Ad4X4bL5ttr2310c2X, '(8013) must end in its pair of check characters'",
        "8013, 1987654Ad4X4bL5ttr2310cXK, '(8013) must end in its pair of check characters'",
        "8013, 22, '(8013) must begin with a GS1 Company Prefix'",
        "8007, GB29NWBK60161331926818, '(8007) must be an IBAN'",
        "7040, 1AB!, '(7040) must be a letter'",
        "4309, 18000000011529797100, '(4309) must be a latitude'",
        "4309, 18000000003600000001, '(4309) must be a longitude'",
        "4321, 2, '(4321) must be 0 or 1'",
        "4300, Tea%2, '(4300) must be percent-encoded: Tea%2'",
        "4307, Cn, '(4307) must be two capital letters'",
        "7258, 2/1, '(7258) must be the number of a birth'",
        "8001, 00001234512390, '(8001) must be above zero'",
        "8001, 12341234512320, '(8001) must be 0, 1 or 9'",
        "4330, 000100+, '(4330) must be a minus sign'",
    })
    void saysWhatAValueMustBe(String ai, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Element(ai, value))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({
        "(10)ABC, '(10) must stand beside 01 or 02 or 03 or 8006 or 8026'",
        "(02)09520123456788, '(02) must stand beside 37'",
        "(01)09520123456788(21)A(235)B, '(21) must not stand beside (235)'",
        "(01)09520123456788(37)5, '(01) must not stand beside (37)'",
        "(01)09520123456788(3103)000195(3102)000195, '(3103) must not stand beside (3102)'",
        "(01)09520123456788(3922)0299, '(3922) must stand beside 30 or 31nn'",
        "(415)9520123456788, '(415) must stand beside 8020'",
        "(01)09520123456788(250)A, '(250) must stand beside 21'",
        "(8017)795260646688514634(8018)123456789012345675, '(8017) must not stand beside (8018)'",
        "(01)09520123456788(8030)AAAA, '(8030) must stand beside 00 or 01+21 or 253'",
        "(01)09520123456788(10)A(10)B, '(10) is there twice and says two things: A and B'",
        "'', an element string must have 1 to 64 elements: 0",
        "01)09520123456788, none from its character 1 on",
        "(01)09520123456788(10, none from its character 19 on",
        "(01)09520123456788(10)A(B)C, 'there is no application identifier (B), at character 24 of'",
        "(01)09520123456788(10)A\\(B, '(10) must'",
        "(01)09520123456789, '(01) must end in its check digit 8: 09520123456789, at character 1 of (01)09520123456789'",
        "(01) 09520123456788, '(01) must be 14 digits'",
    })
    void saysWhereElementsDoNotStandTogether(String elements, String message) {
        if (elements.contains("\\")) { // a bracket that is part of the value
            assertThat(ElementString.parse(elements).value("10")).contains("A(B");
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ElementString.parse(elements))
                    .withMessageContaining(message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8901, no application identifier begins at character 1",
        "010952012345678, '(01) must be 14 digits'",
        "010952012345678810, '(10) must be 1 to 20'",
        "0109520123456788X, no application identifier begins at character 17",
        "]d2, must have 1 to 64 elements",
        "]Q10109520123456788, no application identifier begins at character 1",
        "0109520123456788\u001d\u001d10A, no application identifier begins at character 18",
    })
    void saysWhereAScanIsWrong(String scanned, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ElementString.parseScanned(scanned))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "]C10109520123456788",
                "]e00109520123456788",
                "]d20109520123456788",
                "]Q30109520123456788",
                "]J10109520123456788",
                "]d2\u001d0109520123456788",
                "\u001d0109520123456788",
                "0109520123456788\u001d",
                "01095201234567880109520123456788",
            })
    void takesScansAsScannersSendThem(String scanned) {
        assertThat(ElementString.parseScanned(scanned)).hasToString("(01)09520123456788");
    }

    @Test
    void refusesEndlessText() {
        String endless = "(10)" + "A".repeat(10_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ElementString.parse(endless))
                .withMessageContaining("at most 8192 characters: 10004");
        assertThatIllegalArgumentException().isThrownBy(() -> ElementString.parseScanned(endless));
        assertThat(ElementString.parse("(91)A\\(".repeat(1_000))).hasToString("(91)A\\(");
    }

    /** Every identifier of the table, with values of all lengths that it allows, is read back from both forms. */
    @Test
    void readsWhatItWrites() {
        Random random = new Random(26);
        int read = 0;
        for (ApplicationIdentifier identifier : ApplicationIdentifier.all()) {
            if (identifier.parts().stream().anyMatch(part -> !part.contents().isEmpty())
                    || !identifier.needs().isEmpty()
                    || identifier.code().equals("99")) {
                continue;
            }
            for (int i = 0; i < 20; i++) {
                Element element = new Element(identifier.code(), value(identifier, random));
                List<Element> two = new ArrayList<>(List.of(element));
                two.add(new Element("99", "END"));
                ElementString written = new ElementString(two);
                assertThat(ElementString.parse(written.toString())).isEqualTo(written);
                assertThat(ElementString.parseScanned(written.toScanned())).isEqualTo(written);
                read++;
            }
        }
        assertThat(read).isGreaterThanOrEqualTo(200);
    }

    private static String value(ApplicationIdentifier identifier, Random random) {
        StringBuilder value = new StringBuilder();
        for (ApplicationIdentifier.Part part : identifier.parts()) {
            String alphabet = part.characters() == ApplicationIdentifier.Characters.N ? "0123456789" : "Aa0(%/\"'.:_?";
            for (int length = part.min() + random.nextInt(part.max() - part.min() + 1); length > 0; length--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
        }
        return value.toString();
    }

    /** No identifier begins another, so that elements can be told apart without brackets. */
    @Test
    void tellsIdentifiersApart() {
        assertThat(ApplicationIdentifier.all()).hasSizeGreaterThan(500);
        for (ApplicationIdentifier one : ApplicationIdentifier.all()) {
            assertThat(ApplicationIdentifier.at(one.code() + "99", 0)).isSameAs(one);
            for (List<String> group : one.needs()) {
                for (String alternative : group) {
                    for (String pattern : alternative.split("\\+", -1)) {
                        assertThat(ApplicationIdentifier.all()).anyMatch(other -> other.matches(pattern));
                    }
                }
            }
            for (String pattern : one.excludes()) {
                assertThat(ApplicationIdentifier.all()).anyMatch(other -> other.matches(pattern));
            }
        }
    }
}
