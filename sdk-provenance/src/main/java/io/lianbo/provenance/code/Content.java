package io.lianbo.provenance.code;

import io.lianbo.provenance.internal.Gs1;
import java.math.BigInteger;
import java.time.YearMonth;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a part of a value holds beyond its length and characters; the names are those of the table. Codes of lists that change are checked for their form alone. */
enum Content {
    CHECK("end in its check digit"),
    PAIR("end in its pair of check characters"),
    PREFIX("begin with a GS1 Company Prefix, which has at least four digits"),
    DATE("be a date, YYMMDD"),
    DATE0("be a date, YYMMDD, whose day may be 00"),
    LONGDATE("be a date, YYYYMMDD"),
    TIME("be a time, HHMM"),
    HOUR("be an hour from 00 to 23"),
    SIXTY("be from 00 to 59"),
    ZERO("be 0"),
    POSITIVE("be above zero"),
    UNPADDED("have no leading zero"),
    PIECE("be the number of a piece and of all, 0101 to 9999"),
    SEQUENCE("be the number of a birth and of all, such as 1/2"),
    WINDING("be 0, 1 or 9"),
    SEX("be 0, 1, 2 or 9"),
    BIT("be 0 or 1"),
    MINUS("be a minus sign"),
    LETTERS("be two capital letters"),
    IMPORTER("be a letter, a digit, - or _"),
    NONDIGIT("hold other than digits"),
    PERCENT("be percent-encoded"),
    LATITUDE("be a latitude, 0 to 1800000000"),
    LONGITUDE("be a longitude, 0 to 3600000000"),
    IBAN("be an IBAN");

    private static final String SET_82 =
            "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    private static final String SET_32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /** As many as the longest value has characters before its pair. */
    private static final int[] WEIGHTS = {
        2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83
    };

    private static final Pattern IBAN_FORM = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}");

    private final String expected;

    Content(String expected) {
        this.expected = expected;
    }

    static Content named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Whether a part of the right length and characters holds this. */
    boolean holds(String part) {
        return switch (this) {
            case CHECK -> endsInCheckDigit(part);
            case PAIR -> endsInCheckPair(part);
            case PREFIX -> part.matches("[0-9]{4}.*");
            case DATE -> isDate("20" + part, false);
            case DATE0 -> isDate("20" + part, true);
            case LONGDATE -> isDate(part, false);
            case TIME -> part.matches("([01][0-9]|2[0-3])[0-5][0-9]");
            case HOUR -> part.compareTo("23") <= 0;
            case SIXTY -> part.compareTo("59") <= 0;
            case ZERO -> part.equals("0");
            case POSITIVE -> !part.matches("0+");
            case UNPADDED -> part.equals("0") || !part.startsWith("0");
            case PIECE -> isPieceOfTotal(part);
            case SEQUENCE -> isPlaceInSequence(part);
            case WINDING -> part.matches("[019]");
            case SEX -> part.matches("[0129]");
            case BIT -> part.matches("[01]");
            case MINUS -> part.equals("-");
            case LETTERS -> part.matches("[A-Z]{2}");
            case IMPORTER -> part.matches("[A-Za-z0-9_-]");
            case NONDIGIT -> !Gs1.isDigits(part);
            case PERCENT -> part.matches("([^%]|%[0-9A-Fa-f]{2})*");
            case LATITUDE -> part.compareTo("1800000000") <= 0;
            case LONGITUDE -> part.compareTo("3600000000") <= 0;
            case IBAN -> isIban(part);
        };
    }

    /** What a part must do, behind "must". */
    String expected(String part) {
        return this == CHECK ? expected + " " + Gs1.checkDigit(part.substring(0, part.length() - 1)) : expected;
    }

    private static boolean endsInCheckDigit(String part) {
        int last = part.length() - 1;
        return part.charAt(last) == Gs1.checkDigit(part.substring(0, last));
    }

    /** General Specifications 7.9.5: the sum of all characters, weighted with primes from the right, modulo 1021, as two characters. */
    private static boolean endsInCheckPair(String part) {
        int length = part.length() - 2;
        if (length < 1) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += SET_82.indexOf(part.charAt(i)) * WEIGHTS[length - 1 - i];
        }
        sum %= 1021;
        return part.charAt(length) == SET_32.charAt(sum >> 5) && part.charAt(length + 1) == SET_32.charAt(sum & 31);
    }

    private static boolean isDate(String digits, boolean dayMayBeZero) {
        int month = Integer.parseInt(digits, 4, 6, 10);
        int day = Integer.parseInt(digits, 6, 8, 10);
        return month >= 1
                && month <= 12
                && day >= (dayMayBeZero ? 0 : 1)
                && day
                        <= YearMonth.of(Integer.parseInt(digits, 0, 4, 10), month)
                                .lengthOfMonth();
    }

    private static boolean isPieceOfTotal(String part) {
        String piece = part.substring(0, 2);
        String total = part.substring(2);
        return !piece.equals("00") && piece.compareTo(total) <= 0;
    }

    private static boolean isPlaceInSequence(String part) {
        return part.matches("[1-9]/[1-9]") && part.charAt(0) <= part.charAt(2);
    }

    /** ISO 13616: the number that the rearranged letters and digits give is 1 modulo 97. */
    private static boolean isIban(String part) {
        if (!IBAN_FORM.matcher(part).matches()) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        (part.substring(4) + part.substring(0, 4)).chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
    }
}
