package io.lianbo.did.commerce;

import io.lianbo.did.schema.JsonSchema;

/** The kinds of credential that this package knows. */
public enum CommerceType {
    /** Something was bought: {@link Purchase}. */
    PURCHASE("Purchase"),
    /** Someone took part in an event: {@link Participation}. */
    PARTICIPATION("Participation"),
    /** Someone belongs to a programme: {@link Membership}. */
    MEMBERSHIP("Membership"),
    /** Someone earned a score: {@link Reputation}. */
    REPUTATION("Reputation"),
    /** Someone judged something: {@link Review}. */
    REVIEW("Review"),
    /** Someone likes something, or does not: {@link Preference}. */
    PREFERENCE("Preference");

    private final String vcType;

    CommerceType(String vcType) {
        this.vcType = vcType;
    }

    /** {@return the {@code vct} of an SD-JWT VC, such as {@code urn:lianbo:credential:purchase:1}} */
    public String vct() {
        return "urn:lianbo:credential:" + resource() + ":1";
    }

    /** {@return the {@code type} of a credential of VCDM 2.0, such as {@code Purchase}} */
    public String vcType() {
        return vcType;
    }

    /** {@return what all its claims together must fit; it allows others beside them} */
    public JsonSchema schema() {
        return Schemas.of(this);
    }

    /** {@return what each claim must fit that a holder chose to show}; none need be there */
    public JsonSchema schemaOfShown() {
        return Schemas.ofShown(this);
    }

    /** The word in names of files and URNs. */
    String resource() {
        return switch (this) {
            case PURCHASE -> "purchase";
            case PARTICIPATION -> "participation";
            case MEMBERSHIP -> "membership";
            case REPUTATION -> "reputation";
            case REVIEW -> "review";
            case PREFERENCE -> "preference";
        };
    }
}
