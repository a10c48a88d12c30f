package io.lianbo.provenance.code;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.provenance.code.LinkText.Pair;
import io.lianbo.provenance.internal.Gs1;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one product, lot or item is called on the web: an uncompressed GS1 Digital Link URI (GS1 Digital Link: URI Syntax 1.6) of
 * a GTIN (01), and where known a lot (10) and a serial number (21). {@link DigitalLinkUri} is that of any key.
 *
 * {@snippet class="io.lianbo.provenance.code.DigitalLinkTest" region="link"}
 *
 * <p>Two links name the same thing when their {@link #canonical} forms are equal: the domain, and a lot beside a serial number,
 * make no difference there.
 */
public final class DigitalLink {

    private static final int LONGEST_VALUE = 20;

    private final String domain;
    private final String gtin;
    private final @Nullable String lot;
    private final @Nullable String serial;

    // Written down when they are first asked for.
    private volatile @Nullable List<String> identifiers;
    private volatile @Nullable Hash32 itemKey;

    private DigitalLink(String domain, String gtin, @Nullable String lot, @Nullable String serial) {
        this.domain = domain;
        this.gtin = gtin;
        this.lot = lot;
        this.serial = serial;
    }

    /**
     * The link of a product class, on {@code https://id.gs1.org}.
     *
     * @param gtin 8, 12, 13 or 14 digits, the last one its check digit
     * @throws IllegalArgumentException when the GTIN is none, naming the right check digit where that is the fault
     */
    public static DigitalLink ofProduct(String gtin) {
        return new DigitalLink(Gs1.CANONICAL_DOMAIN, validGtin(gtin), null, null);
    }

    /**
     * The link of one item, on {@code https://id.gs1.org}.
     *
     * @param gtin as for {@link #ofProduct}
     * @param serial 1 to 20 characters of GS1's set 82
     */
    public static DigitalLink ofItem(String gtin, String serial) {
        return ofProduct(gtin).withSerial(serial);
    }

    /**
     * The link of one lot, on {@code https://id.gs1.org}.
     *
     * @param gtin as for {@link #ofProduct}
     * @param lot 1 to 20 characters of GS1's set 82
     */
    public static DigitalLink ofLot(String gtin, String lot) {
        return ofProduct(gtin).withLot(lot);
    }

    /**
     * Reads a link: {@code https://<domain>/[<path>/]01/<gtin>[/10/<lot>][/21/<serial>]}. A query and a fragment, which say what to
     * show and not which item it is, are dropped; {@link DigitalLinkUri} keeps and checks the query.
     *
     * @throws IllegalArgumentException when it is no such link, or one that two readers might read in two ways; the message says where it
     *     departs
     */
    public static DigitalLink parse(String uri) {
        LinkText text = LinkText.parse(uri);
        Pair key = text.path().getFirst();
        if (!key.name().equals("01")) {
            throw LinkText.wrong("must hold a GTIN, as in /01/09506000134352, and not (" + key.name() + ")", uri);
        }
        DigitalLink link = new DigitalLink(text.stem(), validGtin(key.value()), null, null);
        for (Pair pair : text.path().subList(1, text.path().size())) {
            switch (pair.name()) {
                case "10" -> {
                    if (link.lot != null || link.serial != null) {
                        throw LinkText.wrong("must hold a lot (10) once, before the serial (21)", uri);
                    }
                    link = link.withLot(pair.value());
                }
                case "21" -> {
                    if (link.serial != null) {
                        throw LinkText.wrong("must hold a serial (21) once", uri);
                    }
                    link = link.withSerial(pair.value());
                }
                default ->
                    throw LinkText.wrong(
                            "must hold only a lot (10) and a serial (21) behind its GTIN, and not (" + pair.name()
                                    + ")",
                            uri);
            }
        }
        return link;
    }

    /** The same link with another domain, and path before {@code /01/}: {@code https://tea.example/p}. */
    public DigitalLink onDomain(String newDomain) {
        return new DigitalLink(LinkText.stem(newDomain), gtin, lot, serial);
    }

    /** The same link with this lot: 1 to 20 characters of GS1's set 82. */
    public DigitalLink withLot(String newLot) {
        return new DigitalLink(domain, gtin, valid("lot", newLot), serial);
    }

    /** The same link with this serial number: 1 to 20 characters of GS1's set 82. */
    public DigitalLink withSerial(String newSerial) {
        return new DigitalLink(domain, gtin, lot, valid("serial", newSerial));
    }

    /** The domain, and path where there is one, before {@code /01/}. */
    public String domain() {
        return domain;
    }

    /** The GTIN in 14 digits. */
    public String gtin() {
        return gtin;
    }

    /** The lot, decoded. */
    public Optional<String> lot() {
        return Optional.ofNullable(lot);
    }

    /** The serial number, decoded. */
    public Optional<String> serial() {
        return Optional.ofNullable(serial);
    }

    /** The constrained canonical URI: {@code https://id.gs1.org}, the GTIN and the finest of serial and lot. */
    public String canonical() {
        return identifiers().getFirst();
    }

    /** The link that {@link #canonical} writes, which knows neither another domain nor a lot beside a serial number. */
    public DigitalLink canonicalLink() {
        return new DigitalLink(Gs1.CANONICAL_DOMAIN, gtin, serial == null ? lot : null, serial);
    }

    /** The canonical URIs of the item, its lot and its product class, as far as they are known, the finest first. */
    public List<String> identifiers() {
        List<String> known = identifiers;
        if (known == null) {
            known = writeIdentifiers();
            identifiers = known;
        }
        return known;
    }

    private List<String> writeIdentifiers() {
        String product = Gs1.CANONICAL_DOMAIN + "/01/" + gtin;
        List<String> identifiers = new ArrayList<>(3);
        if (serial != null) {
            identifiers.add(product + "/21/" + Gs1.percentEncode(serial));
        }
        if (lot != null) {
            identifiers.add(product + "/10/" + Gs1.percentEncode(lot));
        }
        identifiers.add(product);
        return List.copyOf(identifiers);
    }

    /** The item's key on chain and in leaves: the SHA-256 of {@link #canonical}. */
    public Hash32 itemKey() {
        Hash32 known = itemKey;
        if (known == null) {
            known = Sha256.hash(canonical().getBytes(StandardCharsets.US_ASCII));
            itemKey = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DigitalLink that
                && domain.equals(that.domain)
                && gtin.equals(that.gtin)
                && Objects.equals(lot, that.lot)
                && Objects.equals(serial, that.serial);
    }

    @Override
    public int hashCode() {
        return Objects.hash(domain, gtin, lot, serial);
    }

    /** The URI. */
    @Override
    public String toString() {
        return domain
                + "/01/"
                + gtin
                + (lot == null ? "" : "/10/" + Gs1.percentEncode(lot))
                + (serial == null ? "" : "/21/" + Gs1.percentEncode(serial));
    }

    private static String validGtin(String gtin) {
        boolean length = gtin.length() == 8 || (gtin.length() >= 12 && gtin.length() <= 14);
        if (!length || !Gs1.isDigits(gtin)) {
            throw new IllegalArgumentException("GTIN must be 8, 12, 13 or 14 digits: " + gtin);
        }
        char expected = Gs1.checkDigit(gtin.substring(0, gtin.length() - 1));
        if (gtin.charAt(gtin.length() - 1) != expected) {
            throw new IllegalArgumentException("GTIN must end in its check digit " + expected + ": " + gtin);
        }
        return "0".repeat(14 - gtin.length()) + gtin;
    }

    private static String valid(String what, String value) {
        if (!Gs1.isCharset82(value, 1, LONGEST_VALUE) || LinkText.isDots(value)) {
            throw new IllegalArgumentException(what + " must be 1 to " + LONGEST_VALUE
                    + " letters, digits or marks of GS1's character set 82, and not dots alone: \"" + value + "\"");
        }
        return value;
    }
}
