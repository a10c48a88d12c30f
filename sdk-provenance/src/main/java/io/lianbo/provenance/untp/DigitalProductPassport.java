package io.lianbo.provenance.untp;

import java.util.Objects;

/**
 * What the maker of goods says of them, as a credential of the UN Transparency Protocol 0.7.0: what they are, where they come from, what they are made of, what is claimed of them.
 *
 * {@snippet class="io.lianbo.provenance.untp.UntpTest" region="passport"}
 *
 * @param header what it says beside its subject
 * @param product the product
 */
public record DigitalProductPassport(CredentialHeader header, Product product) {

    private static final String TYPE = "DigitalProductPassport";

    /** Checks that both are there. */
    public DigitalProductPassport {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(product, "product");
    }

    /**
     * Reads a credential, secured or not. Whether it is genuine is for a verifier of credentials to say.
     *
     * @throws IllegalArgumentException when it is none of UNTP {@value CredentialHeader#VERSION}; the message names the member
     */
    public static DigitalProductPassport parse(String json) {
        CredentialHeader.Read<Product> read =
                CredentialHeader.read("digital product passport", TYPE, json, Product::read);
        return new DigitalProductPassport(read.header(), read.subject());
    }

    /** The credential as JSON, ready to be secured. */
    public String toJson() {
        return header.write(TYPE, product.toMap());
    }
}
