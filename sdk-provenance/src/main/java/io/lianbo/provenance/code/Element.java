package io.lianbo.provenance.code;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/**
 * One fact that a code of GS1 states: an application identifier (AI) and its value, as the GS1 General Specifications define them.
 *
 * {@snippet class="io.lianbo.provenance.code.ElementStringTest" region="element"}
 *
 * @param ai the identifier, two to four digits: {@code 01}, {@code 3103}
 * @param value what it says, in the form and with the check digits that the identifier asks for
 */
public record Element(String ai, String value) {

    private static final int CENTURY = 100;

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException when there is no such identifier, or the value is none of its; the message says what it must be
     */
    public Element {
        ApplicationIdentifier.of(ai).check(value);
    }

    /** The value of a weight, a measure, an amount or a percentage, with the decimals that the identifier says: 0.195 of {@code (3103)000195}. */
    public Optional<BigDecimal> decimal() {
        ApplicationIdentifier identifier = identifier();
        if (identifier.decimals() < 0) {
            return Optional.empty();
        }
        int currency =
                identifier.parts().size() == 2 ? identifier.parts().getFirst().max() : 0;
        return Optional.of(new BigDecimal(new BigInteger(value.substring(currency)), identifier.decimals()));
    }

    /**
     * The date that the value is or begins with; a day of 00 is the last day of the month.
     *
     * @param thisYear the year it is now, which tells the century of two digits (General Specifications 7.12): 49 years back to 50 years ahead
     */
    public Optional<LocalDate> date(int thisYear) {
        ApplicationIdentifier.Part first = identifier().parts().getFirst();
        if (first.contents().contains(Content.LONGDATE)) {
            return Optional.of(date(Integer.parseInt(value, 0, 4, 10), 4));
        }
        if (!first.contents().contains(Content.DATE) && !first.contents().contains(Content.DATE0)) {
            return Optional.empty();
        }
        int year = thisYear - Math.floorMod(thisYear, CENTURY) + Integer.parseInt(value, 0, 2, 10);
        if (year - thisYear > CENTURY / 2) {
            year -= CENTURY;
        } else if (year - thisYear < 1 - CENTURY / 2) {
            year += CENTURY;
        }
        return Optional.of(date(year, 2));
    }

    private LocalDate date(int year, int from) {
        YearMonth month = YearMonth.of(year, Integer.parseInt(value, from, from + 2, 10));
        int day = Integer.parseInt(value, from + 2, from + 4, 10);
        return day == 0 ? month.atEndOfMonth() : month.atDay(Math.min(day, month.lengthOfMonth()));
    }

    ApplicationIdentifier identifier() {
        return ApplicationIdentifier.of(ai);
    }

    /** The element as people read it: {@code (01)09506000134352}. */
    @Override
    public String toString() {
        return "(" + ai + ")" + value.replace("(", "\\(");
    }
}
